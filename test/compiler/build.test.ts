// `windsock build` on small projects: what it writes, what it refuses, what it says.
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { TestProject } from "./test-project.ts";

const projects: TestProject[] = [];

async function project(content: Readonly<Record<string, string>> | string): Promise<TestProject> {
  const created = await TestProject.create(content);
  projects.push(created);
  return created;
}

afterEach(async () => {
  await Promise.all(projects.splice(0).map((each) => each.remove()));
});

/** A DAG module with the usual imports. */
function dagModule(lines: string): string {
  return [
    'import { allOf, asset, chain, connection, Dag, defineOperator, type TaskArgs, triggering_asset_events, variable } from "windsock";',
    'import * as z from "zod";',
    lines,
  ].join("\n");
}

const minimal = dagModule(
  'const dag = new Dag("one");\ndag.task("work", () => ({ n: 1 }))();\nexport default dag;\n',
);

describe("the emitted Python", () => {
  test.each([
    ["every-option", "every_option.py"],
    ["shapes", "shapes.py"],
    ["schedules", "every.py"],
    ["schedules", "hourly.py"],
    ["schedules", "none.py"],
    ["schedules", "once.py"],
    ["schedules", "empty.py"],
    ["assets", "writes.py"],
    ["assets", "reads_one.py"],
    ["assets", "reads_several.py"],
  ])("of %s is %s to the byte", async (fixture, file) => {
    const built = await project(fixture);
    expect(await built.windsock("build")).toMatchObject({ exitCode: 0 });
    const expected = path.resolve(import.meta.dirname, "../fixtures", fixture, "expected", file);
    await expect(await built.read(`generated/${file}`)).toMatchFileSnapshot(expected);
  });
});

describe("the generated folder", () => {
  test("has the same bytes wherever and however often it is built", async () => {
    const [first, second] = [await project("shapes"), await project("shapes")];
    await first.windsock("build");
    await second.windsock("build");
    const files = await first.snapshot("generated");
    expect([...files.keys()]).toContain("generated/bundles/shapes/class.mjs");
    expect(await second.snapshot("generated")).toEqual(files);
    const again = await first.windsock("build");
    expect(again.stdout).toContain("nothing changed");
    expect(await first.snapshot("generated")).toEqual(files);
  });

  test("tells nothing of the machine it was built on", async () => {
    const built = await project("shapes");
    await built.windsock("build");
    for (const [name, text] of await built.snapshot("generated")) {
      expect(text.includes(built.folder), name).toBe(false);
    }
  });

  test("loses the files of a DAG that is gone, and keeps what is not ours", async () => {
    const built = await project({
      "dags-ts/one.ts": minimal,
      "dags-ts/two.ts": minimal.replace('"one"', '"two"'),
    });
    await built.windsock("build");
    await built.write({ "generated/by_hand.py": "# mine\n", "generated/notes.md": "mine\n" });
    await built.write({ "dags-ts/two.ts": minimal.replace('"one"', '"three"') });
    const result = await built.windsock("build");
    expect(result.stdout).toContain("removed generated/two.py");
    const files = [...(await built.snapshot("generated")).keys()];
    expect(files).toContain("generated/three.py");
    expect(files).toContain("generated/by_hand.py");
    expect(files).toContain("generated/notes.md");
    expect(files.filter((file) => file.includes("two"))).toEqual([]);
  });

  test("stays as it was when one of several DAGs is broken", async () => {
    const built = await project({ "dags-ts/one.ts": minimal });
    await built.windsock("build");
    const before = await built.snapshot("generated");
    await built.write({
      "dags-ts/one.ts": `${minimal}// changed\n`,
      "dags-ts/two.ts": "export default 1;\n",
    });
    expect(await built.windsock("build")).toMatchObject({ exitCode: 1 });
    expect(await built.snapshot("generated")).toEqual(before);
  });

  test("has a bundle that holds one operator and not the others", async () => {
    const operator = (name: string) =>
      `import { defineOperator } from "windsock";\nexport const ${name} = defineOperator({ name: "${name}", run: () => console.log("${name} ran") });\n`;
    const built = await project({
      "dags-ts/operators/first.ts": operator("first"),
      "dags-ts/operators/second.ts": operator("second"),
      "dags-ts/two-tasks.ts": dagModule(
        'import { first } from "./operators/first.ts";\nimport { second } from "./operators/second.ts";\n' +
          'const dag = new Dag("two-tasks");\ndag.task("a", first)();\ndag.task("b", second)();\nexport default dag;\n',
      ),
    });
    await built.windsock("build");
    const bundle = await built.read("generated/bundles/two-tasks/a.mjs");
    expect(bundle).toContain("first ran");
    expect(bundle).not.toContain("second ran");
  });

  test("has bundles for tasks that are made in a loop and by a factory", async () => {
    const built = await project({
      "dags-ts/looped.ts": dagModule(`
const greet = (word: string) => defineOperator({ name: "Greet", output: z.string(), run: () => word });
const dag = new Dag("looped");
for (const word of ["hello", "bye"]) dag.task(\`say_\${word}\`, greet(word))();
export default dag;
`),
    });
    expect(await built.windsock("build")).toMatchObject({ exitCode: 0 });
    expect((await built.bundle("looped/say_hello.mjs", [])).stdout).toBe('"hello"');
    expect((await built.bundle("looped/say_bye.mjs", [])).stdout).toBe('"bye"');
  });
});

describe("windsock build --check", () => {
  test("is content with what was just built, and with a fresh clone that has no bundles", async () => {
    const built = await project("shapes");
    await built.windsock("build");
    expect(await built.windsock("build", "--check")).toMatchObject({ exitCode: 0 });
    const { rm } = await import("node:fs/promises");
    await rm(path.join(built.folder, "generated/bundles"), { recursive: true });
    const result = await built.windsock("build", "--check");
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stdout).toContain("bundles are not built yet");
  });

  test("names the source that changed, even where nothing generated differs but its record", async () => {
    const built = await project("shapes");
    await built.windsock("build");
    const source = await built.read("dags-ts/operators/count.ts");
    await built.write({ "dags-ts/operators/count.ts": `${source}\n// a remark\n` });
    const result = await built.windsock("build", "--check");
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain("dags-ts/operators/count.ts has changed since generated/ was built");
  });

  test.each([
    "generated/shapes.py",
    "generated/bundles/shapes/class.mjs",
    "generated/windsock_acme_pipelines.py",
    "generated/manifest.json",
  ])("names %s when somebody edits it, at its first byte or its last", async (file) => {
    const built = await project("shapes");
    await built.windsock("build");
    const text = await built.read(file);
    for (const edited of [` ${text}`, `${text} `]) {
      await built.write({ [file]: edited });
      const result = await built.windsock("build", "--check");
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain(`${file} is not what its sources generate`);
    }
  });

  test("names what is missing and what no DAG generates", async () => {
    const built = await project({
      "dags-ts/one.ts": minimal,
      "dags-ts/two.ts": minimal.replace('"one"', '"two"'),
    });
    await built.windsock("build");
    const { rename } = await import("node:fs/promises");
    await rename(path.join(built.folder, "generated/two.py"), path.join(built.folder, "generated/other.py"));
    const result = await built.windsock("build", "--check");
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain("generated/two.py is missing");
    expect(result.stderr).toContain("generated/other.py is generated by no DAG any more");
  });
});

describe("a broken project", () => {
  test("gets every problem of every file at once, each with its place and the code around it", async () => {
    const built = await project({
      "dags-ts/throws.ts": dagModule(
        'const dag = new Dag("throws");\nthrow new RangeError("no such thing");\n',
      ),
      "dags-ts/syntax.ts": "const = 3;\n",
      "dags-ts/nothing.ts": "export const dag = 1;\n",
      "dags-ts/other.ts": "export default { some: 'thing' };\n",
      "dags-ts/fine.ts": minimal,
      "dags-ts/twice.ts": dagModule(
        'const dag = new Dag("twice");\ndag.empty("load");\ndag.empty("other");\ndag.empty("load");\nexport default dag;\n',
      ),
    });
    const { exitCode, stderr } = await built.windsock("build");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "dags-ts/throws.ts:4:7 error RangeError while the module was evaluated: no such thing",
    );
    expect(stderr).toMatch(/> 4 \| throw new RangeError/);
    expect(stderr).toMatch(/dags-ts\/syntax\.ts:1:7 error /);
    expect(stderr).toContain("dags-ts/nothing.ts:1:1 error The module has no default export.");
    expect(stderr).toContain("dags-ts/other.ts:1:1 error The module exports a object by default.");
    expect(stderr).toContain('Task "load" is declared twice, first at dags-ts/twice.ts:4.');
    expect(stderr).toContain("dags-ts/twice.ts:6:5");
    expect(stderr).not.toContain("fine.ts");
    expect(stderr).toContain("5 problems. Nothing was written.");
  });

  test.each([
    ["a loop that never ends", "while (true) {}"],
    ["a promise that never settles", "await new Promise((resolve) => setTimeout(resolve, 1e8));"],
  ])("that hangs in %s is stopped, and the others are still seen", async (_, line) => {
    const built = await project({
      "dags-ts/a-hangs.ts": `${line}\n${minimal}`,
      "dags-ts/b-broken.ts": "export default 1;\n",
    });
    const { exitCode, stderr } = await built.windsock("build", "--timeout", "1");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dags-ts/a-hangs.ts:1:1 error Evaluating this module took longer than 1 s.");
    expect(stderr).toContain("dags-ts/b-broken.ts:1:1 error The module exports a number by default.");
  });

  test("that ends the process is named", async () => {
    const built = await project({ "dags-ts/exits.ts": `process.exit(7);\n${minimal}` });
    const { stderr } = await built.windsock("build");
    expect(stderr).toContain(
      "dags-ts/exits.ts:1:1 error Evaluating this module ended the process (exit code 7).",
    );
  });

  test("whose import leads nowhere is told which", async () => {
    const built = await project({ "dags-ts/one.ts": `import { gone } from "./gone.ts";\n${minimal}` });
    const { stderr } = await built.windsock("build");
    expect(stderr).toMatch(/dags-ts\/one\.ts:1:22 error Could not resolve ".\/gone\.ts"/);
  });

  test("without a DAGs folder is told where DAGs belong", async () => {
    const built = await project({});
    const { exitCode, stderr } = await built.windsock("build");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("There is no folder dags-ts in");
  });

  test.each<[string, string, string]>([
    [
      "a cycle, as a path along the arrows",
      'const a = dag.empty("a"), b = dag.empty("b"), c = dag.empty("c");\nchain(a, b, c, a);',
      "Tasks wait for each other: a => b => c => a.",
    ],
    [
      "a task id that Airflow refuses",
      'dag.empty("my task");',
      'Task id "my task" holds other characters than',
    ],
    [
      "a task id that is too long",
      `dag.empty("${"x".repeat(251)}");`,
      "is longer than the 250 characters Airflow allows.",
    ],
    ["a task nobody made", 'dag.task("lost", () => 1);', 'Task "lost" is declared but never made.'],
    [
      "a task made twice",
      'const make = dag.task("work", () => 1);\nmake();\nmake();',
      'Task "work" is made twice here.',
    ],
    [
      "a task of another DAG",
      'const other = new Dag("other").empty("elsewhere");\nchain(other, dag.empty("here"));',
      'Task "here" comes after "elsewhere", which is not a task of DAG "broken".',
    ],
    [
      "a param that does not exist",
      '(dag.task("work", ({ input }: TaskArgs<{ n: number }>) => void input) as any)({ n: (dag.params as any).nope });',
      'Task "work" uses param "nope". There are none.',
    ],
    [
      "a field that the output does not have",
      'const make = defineOperator({ name: "Make", output: z.object({ rows: z.number() }), run: () => ({ rows: 1 }) });\n' +
        'const made = dag.task("make", make)();\n' +
        'dag.task("use", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: (made.output as any).row });',
      'Task "use" uses "row" of the output of "make". Its fields are: rows.',
    ],
    [
      "a connection that was not given",
      'const use = defineOperator({ name: "Use", connections: { store: { name: "H", connTypes: [], open: () => ({}) } }, run: () => undefined });\n' +
        '(dag.task("use", use) as any)({}, {});',
      'Task "use" needs a connection for "store".',
    ],
    [
      "a Date among the inputs",
      '(dag.task("use", ({ input }: TaskArgs<{ at: string }>) => void input) as any)({ at: new Date(0) });',
      "input.at is a Date, which JSON cannot carry.",
    ],
    [
      "an expression used as plain text",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the author's template
      'dag.task("use", ({ input }: TaskArgs<{ at: string }>) => void input)({ at: `x ${variable("y")}` });',
      "Compose text with the t`...` template instead.",
    ],
    [
      "an asset that is no URI",
      'dag.task("use", () => 1, { outlets: [asset("listings of today")] })();',
      'Asset "listings of today" is not a URI of visible ASCII characters.',
    ],
    [
      "an asset whose URI holds a password",
      'dag.task("use", () => 1, { inlets: [asset("postgres://me:secret@host/db")] })();',
      "An asset's URI holds a login.",
    ],
    [
      "an asset that Airflow would rename",
      'dag.task("use", () => 1, { outlets: [asset("s3://shop/listings/")] })();',
      'Asset "s3://shop/listings/" ends in a slash, which Airflow drops.',
    ],
    [
      "events of an asset that triggers nothing",
      'const rows = asset("s3://shop/rows", z.object({ n: z.number() }));\n' +
        'dag.task("use", ({ input }: TaskArgs<{ n: number }>) => void input)({ n: triggering_asset_events(rows)[0].extra.n });',
      'Task "use" uses the events of asset "s3://shop/rows", which never trigger this DAG. It is scheduled on no asset',
    ],
  ])("hears of %s", async (_, lines, message) => {
    const built = await project({
      "dags-ts/broken.ts": dagModule(`const dag = new Dag("broken");\n${lines}\nexport default dag;\n`),
    });
    const { exitCode, stderr } = await built.windsock("build");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/dags-ts\/broken\.ts:[4-6]:\d+ error/);
  });

  test.each<[string, string, string]>([
    [
      "an end before the start",
      '{ startDate: "2026-02-01", endDate: "2026-01-31" }',
      "lies before the start date 2026-02-01",
    ],
    ["a date that does not exist", '{ startDate: "2026-02-30" }', 'startDate "2026-02-30" is not a date.'],
    ["a date with an offset", '{ startDate: "2026-02-03T00:00+01:00" }', "without an offset"],
    [
      "a time zone nobody knows",
      '{ timezone: "Mars/Olympus" }',
      'Time zone "Mars/Olympus" is not in the IANA database.',
    ],
    ["a schedule without a start", '{ schedule: "@daily" }', "The DAG has a schedule and no startDate."],
    [
      "a cron expression with a field too many",
      '{ schedule: "0 0 0 * * *", startDate: "2026-01-01" }',
      'Schedule "0 0 0 * * *" is not a cron expression: it has 6 fields',
    ],
    [
      "a cron expression out of range",
      '{ schedule: "61 0 * * *", startDate: "2026-01-01" }',
      'Schedule "61 0 * * *" is not a cron expression',
    ],
    ["a schedule on no asset at all", "{ schedule: allOf() }", "scheduled on assets, and names none."],
    [
      "a param without a default",
      "{ params: z.object({ n: z.number() }) }",
      'Param "n" has no default, and a scheduled run has nobody to ask.',
    ],
  ])("hears of %s", async (_, options, message) => {
    const built = await project({
      "dags-ts/broken.ts": dagModule(`const dag = new Dag("broken", ${options});\nexport default dag;\n`),
    });
    const { exitCode, stderr } = await built.windsock("build");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dags-ts/broken.ts:3:13 error");
    expect(stderr).toContain(message);
  });

  test("hears of an asset that two DAGs declare with different schemas", async () => {
    const declare = (dagId: string, schema: string) =>
      dagModule(
        `const rows = asset("s3://shop/rows", z.object(${schema}));\n` +
          `const dag = new Dag("${dagId}", { schedule: rows });\nexport default dag;\n`,
      );
    const built = await project({
      "dags-ts/one.ts": declare("one", "{ n: z.number() }"),
      "dags-ts/two.ts": declare("two", "{ n: z.string() }"),
    });
    const { stderr } = await built.windsock("build");
    expect(stderr).toMatch(
      /dags-ts\/two\.ts:3:\d+ error Asset "s3:\/\/shop\/rows" is declared with another schema/,
    );
    expect(stderr).toContain("at dags-ts/one.ts:3");
    await built.write({ "dags-ts/two.ts": declare("two", "{ n: z.number() }") });
    expect(await built.windsock("build")).toMatchObject({ exitCode: 0 });
  });

  test("hears of DAG ids that Airflow refuses and of ids that collide", async () => {
    const built = await project({
      "dags-ts/a.ts": 'import { Dag } from "windsock";\nexport default new Dag("not ok");\n',
      "dags-ts/b.ts": 'import { Dag } from "windsock";\nexport default new Dag("same-name");\n',
      "dags-ts/c.ts": 'import { Dag } from "windsock";\nexport default new Dag("same_name");\n',
    });
    const { stderr } = await built.windsock("build");
    expect(stderr).toContain('DAG id "not ok" holds other characters');
    expect(stderr).toContain('DAG "same_name" would be generated into the same file (same_name.py)');
  });
});

describe("windsock build --watch", () => {
  test("builds again on each save, survives a mistake, and ends on Ctrl-C", async () => {
    const built = await project({ "dags-ts/one.ts": minimal });
    const watching = built.start("build", "--watch");
    const said = (text: string) =>
      expect.poll(() => watching.printed(), { timeout: 30_000, interval: 50 }).toContain(text);
    await said("built DAG one, 1 tasks");
    await built.write({ "dags-ts/one.ts": "export default 1;\n" });
    await said("1 problem. Nothing was written.");
    await built.write({ "dags-ts/one.ts": minimal.replace('"one"', '"renamed"') });
    await said("built DAG renamed");
    await built.write({ "dags-ts/two.ts": minimal });
    await said("built 2 DAGs");
    watching.process.kill("SIGINT");
    expect(await watching.process).toMatchObject({ exitCode: 0 });
    expect([...(await built.snapshot("generated")).keys()]).toContain("generated/renamed.py");
  });
});
