// What earlier builds found out is used by later ones: what did not change is not built again, and what did is.
import { rm, stat, truncate, utimes } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { TestProject } from "./test-project.ts";

const operator = (name: string, more = "") =>
  `import { defineOperator } from "windsock";
import * as z from "zod";
${more}
export const ${name} = defineOperator({
  name: "${name}",
  input: z.object({}),
  output: z.object({ text: z.string() }),
  run: () => ({ text: ${more === "" ? `"${name}"` : "said"} }),
});
`;

const dag = (id: string, operators: readonly string[], options = "{}") =>
  `import { Dag } from "windsock";
${operators.map((name) => `import { ${name} } from "./operators/${name}.ts";`).join("\n")}
const dag = new Dag("${id}", ${options});
${operators.map((name) => `dag.task("${name}", ${name})({});`).join("\n")}
export default dag;
`;

const files = {
  "dags-ts/first.ts": dag("first", ["plain", "shared"]),
  "dags-ts/second.ts": dag("second", ["shared", "texts"]),
  "dags-ts/third.ts": dag("third", ["packaged", "plain"]),
  "dags-ts/operators/plain.ts": operator("plain"),
  "dags-ts/operators/shared.ts": operator("shared", 'import { said } from "../lib/words";'),
  "dags-ts/operators/texts.ts": operator("texts", 'import said from "../lib/text.sql";'),
  "dags-ts/operators/packaged.ts": operator("packaged", 'import { said } from "dep";'),
  "dags-ts/lib/words.js": 'export const said = "words";\n',
  "dags-ts/lib/text.sql": "select 1",
  "node_modules/dep/package.json": JSON.stringify({
    name: "dep",
    version: "1.0.0",
    type: "module",
    main: "index.js",
  }),
  "node_modules/dep/index.js": 'export const said = "dep";\n',
};

const cache = "node_modules/.cache/windsock/builds.json";

let built: TestProject;
beforeAll(async () => {
  built = await TestProject.create(files);
  expect(await built.windsock("build")).toMatchObject({ exitCode: 0 });
  return () => built.remove();
});

/** The project that was built, in a folder of its own. */
async function copyOf(project: TestProject): Promise<TestProject> {
  const copy = await project.copy();
  onTestFinished(() => copy.remove());
  return copy;
}

/** Whatever the project's build says, with nothing known. */
async function anew(project: TestProject): Promise<TestProject> {
  const copy = await copyOf(project);
  for (const folder of ["generated", "node_modules/.cache"]) {
    await rm(path.join(copy.folder, folder), { recursive: true, force: true });
  }
  expect(await copy.windsock("build", "--no-cache", "--no-types")).toMatchObject({ exitCode: 0 });
  return copy;
}

async function expectAsAnew(project: TestProject): Promise<void> {
  const other = await anew(project);
  const [now, wanted] = [await project.snapshot("generated"), await other.snapshot("generated")];
  expect([...now.keys()]).toEqual([...wanted.keys()]);
  expect([...now].flatMap(([file, text]) => (wanted.get(file) === text ? [] : [file]))).toEqual([]);
}

/** How many DAGs a build compiled. */
async function compiledBy(project: TestProject, env: Readonly<Record<string, string>> = {}): Promise<number> {
  const { exitCode, stdout, stderr } = await project.windsockWith(env, "build", "--no-types");
  expect(`${exitCode} ${stderr}`).toBe("0 ");
  const [, all, some] = /built (\d+) DAGs(?: \((\d+) compiled\))?/.exec(stdout) ?? [];
  return Number(some ?? all);
}

describe("what did not change", () => {
  test("is not built again, nor where all its files have other dates", async () => {
    const project = await copyOf(built);
    // The copies are other files with the same contents.
    expect(await compiledBy(project)).toBe(0);
    for (const file of Object.keys(files)) await utimes(path.join(project.folder, file), 1, 1);
    expect(await compiledBy(project)).toBe(0);
    await expectAsAnew(project);
  });

  test("is built again by --no-cache, which keeps nothing", async () => {
    const project = await copyOf(built);
    const before = await project.read(cache);
    const { stdout } = await project.windsock("build", "--no-cache", "--no-types");
    expect(stdout).toMatch(/^built 3 DAGs, 6 tasks in .*; nothing changed$/m);
    expect(await project.read(cache)).toBe(before);
  });
});

describe("a change of", () => {
  const changes: readonly [what: string, compiled: number, files: Readonly<Record<string, string>>][] = [
    ["an operator", 2, { "dags-ts/operators/plain.ts": operator("plain").replace('"plain",', '"Other",') }],
    ["a module that operators import", 2, { "dags-ts/lib/words.js": 'export const said = "other";\n' }],
    ["a text", 1, { "dags-ts/lib/text.sql": "select 2" }],
    ["what an import means, by a new file", 2, { "dags-ts/lib/words.ts": 'export const said = "ts";\n' }],
    ["a package's code", 1, { "node_modules/dep/index.js": 'export const said = "new";\n' }],
    [
      "a package's version",
      1,
      { "node_modules/dep/package.json": files["node_modules/dep/package.json"].replace("1.0.0", "1.1.0") },
    ],
    [
      "where a package is found",
      1,
      {
        "dags-ts/node_modules/dep/package.json": files["node_modules/dep/package.json"],
        "dags-ts/node_modules/dep/index.js": 'export const said = "nearer";\n',
      },
    ],
    ["the settings", 3, { "windsock.config.ts": "export default { defaults: { retries: 7 } };\n" }],
    [
      "tsconfig.json",
      3,
      { "dags-ts/tsconfig.json": '{ "compilerOptions": { "paths": { "dep": ["./lib/words.js"] } } }' },
    ],
  ];
  test.each(changes)("%s compiles what has to do with it (%i)", async (_, compiled, changed) => {
    const project = await copyOf(built);
    await project.write(changed);
    const check = await project.windsock("build", "--check", "--no-types");
    expect(check.exitCode).toBe(1);
    expect(await compiledBy(project)).toBe(compiled);
    await expectAsAnew(project);
    expect(await project.windsock("build", "--check", "--no-types")).toMatchObject({ exitCode: 0 });
    expect(await compiledBy(project)).toBe(0);
  });

  test("one task's code makes its bundles anew, and no other", async () => {
    const project = await copyOf(built);
    const others = ["first/shared", "second/texts", "third/packaged"].map((name) =>
      path.join(project.folder, `generated/bundles/${name}.mjs`),
    );
    const before = await Promise.all(others.map(async (file) => (await stat(file)).ino));
    await project.write({ "dags-ts/operators/plain.ts": operator("plain").replace('"plain",', '"Other",') });
    const { stdout } = await project.windsock("build", "--no-types");
    expect(stdout.split("\n").filter((line) => line.includes("wrote"))).toEqual([
      "  wrote   generated/bundles/first/dag.json",
      "  wrote   generated/bundles/first/plain.mjs",
      "  wrote   generated/bundles/third/dag.json",
      "  wrote   generated/bundles/third/plain.mjs",
      "  wrote   generated/first.py",
      "  wrote   generated/manifest.json",
      "  wrote   generated/third.py",
    ]);
    expect(await Promise.all(others.map(async (file) => (await stat(file)).ino))).toEqual(before);
  });
});

describe("what a DAG module asks of its surroundings while it is evaluated", () => {
  async function asking(code: string): Promise<TestProject> {
    const project = await TestProject.create({
      "dags-ts/asks.ts": `${code}\n${dag("asks", ["plain"], "{ description: said }")}`,
      "dags-ts/other.ts": dag("other", ["plain"]),
      "dags-ts/operators/plain.ts": operator("plain"),
      "said.txt": "one",
    });
    onTestFinished(() => project.remove());
    expect(await compiledBy(project)).toBe(2);
    return project;
  }

  test("an environment variable: another value is another DAG, of which nothing is known", async () => {
    const project = await asking('const said = process.env.STAGE === "prod" ? "prod" : "other";');
    expect(await compiledBy(project)).toBe(0);
    const { exitCode, stderr } = await project.windsockWith({ STAGE: "prod" }, "build");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("the environment variable STAGE");
    expect(await project.read(cache)).not.toContain("prod\\");
  });

  test("a file, which the bundler knows nothing of", async () => {
    const project = await asking(
      'import { readFileSync } from "node:fs";\nconst said = readFileSync("said.txt", "utf8");',
    );
    expect(await compiledBy(project)).toBe(0);
    await project.write({ "said.txt": "two" });
    expect(await compiledBy(project)).toBeGreaterThan(0);
    expect(await project.read("generated/asks.py")).toContain('description="two"');
  });

  test.each([
    ["the time", 'const said = Date.now() > 0 ? "late" : "early";'],
    [
      "another program",
      'import { execFileSync } from "node:child_process";\nconst said = String(execFileSync("echo", ["x"], { env: {} })).trim();',
    ],
  ])("%s: nobody knows what it says the next time, so it is asked again", async (_, code) => {
    const project = await asking(code);
    expect(await compiledBy(project)).toBe(1);
    expect(await compiledBy(project)).toBe(1);
  });
});

describe("generated files", () => {
  test.each([
    ["is gone", "is missing", (project: TestProject, file: string) => rm(path.join(project.folder, file))],
    [
      "was edited",
      "is not what its sources",
      async (project: TestProject, file: string) => project.write({ [file]: `${await project.read(file)} ` }),
    ],
  ])("one that %s is told, and made again", async (_, told, spoil) => {
    const project = await copyOf(built);
    for (const file of ["generated/bundles/first/shared.mjs", "generated/second.py"]) {
      await spoil(project, file);
      const { exitCode, stderr } = await project.windsock("build", "--check", "--no-types");
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`stale ${file} ${told}`);
    }
    await spoil(project, "generated/manifest.json");
    expect(await project.windsock("build", "--check", "--no-types")).toMatchObject({ exitCode: 1 });
    await compiledBy(project);
    await expectAsAnew(project);
  });

  test("those of a DAG that is gone are removed, and what waits for it is told", async () => {
    const project = await copyOf(built);
    await rm(path.join(project.folder, "dags-ts/third.ts"));
    expect(await project.windsock("build", "--check", "--no-types")).toMatchObject({ exitCode: 1 });
    await compiledBy(project);
    await expectAsAnew(project);
  });
});

describe("what is kept", () => {
  test.each([
    ["cut off", (file: string) => truncate(file, 1_000)],
    ["empty", (file: string) => truncate(file, 0)],
    ["gone", (file: string) => rm(file)],
  ])("costs only time when it is %s", async (_, spoil) => {
    const project = await copyOf(built);
    await spoil(path.join(project.folder, cache));
    expect(await compiledBy(project)).toBe(3);
    expect(await compiledBy(project)).toBe(0);
    await expectAsAnew(project);
  });

  test("of another text, or by another Windsock, is not used", async () => {
    const project = await copyOf(built);
    await project.write({ [cache]: (await project.read(cache)).replace('"first"', '"worst"') });
    expect(await compiledBy(project)).toBe(3);
    expect(await compiledBy(project, { TZ: "Asia/Tokyo" })).toBe(3);
  });

  test("is whole after several builds at once", async () => {
    const project = await copyOf(built);
    await project.write({ "dags-ts/lib/text.sql": "select 3" });
    const results = await Promise.all([1, 2, 3].map(() => project.windsock("build", "--no-types")));
    for (const { exitCode } of results) expect(exitCode).toBe(0);
    expect(await compiledBy(project)).toBe(0);
    await expectAsAnew(project);
  });
});

/** The same numbers for the same seed. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    yield state / 2 ** 32;
  }
}

test("a build after any edits is a build from nothing", { timeout: 900_000 }, async () => {
  const project = await copyOf(built);
  const random = numbers(20_260_101);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.next().value * items.length)] as T;
  let count = 0;
  const next = () => {
    count += 1;
    return `${count}`;
  };
  const edits: readonly (() => Promise<void>)[] = [
    async () => {
      const name = pick(["plain", "shared", "texts", "packaged"]);
      const file = `dags-ts/operators/${name}.ts`;
      await project.write({ [file]: `${await project.read(file)}export const more${next()} = 1;\n` });
    },
    () => project.write({ "dags-ts/lib/text.sql": `select ${next()}` }),
    () => project.write({ "dags-ts/lib/words.js": `export const said = "words ${next()}";\n` }),
    () => project.write({ "dags-ts/lib/words.ts": `export const said = "ts ${next()}";\n` }),
    () => rm(path.join(project.folder, "dags-ts/lib/words.ts"), { force: true }),
    () => project.write({ "dags-ts/fourth.ts": dag("fourth", [pick(["plain", "shared"])]) }),
    () => rm(path.join(project.folder, "dags-ts/fourth.ts"), { force: true }),
    () => project.write({ "dags-ts/first.ts": dag("first", ["plain", pick(["shared", "packaged"])]) }),
    () => project.write({ "windsock.config.ts": `export default { defaults: { retries: ${next()} } };\n` }),
    () =>
      rm(path.join(project.folder, pick(["generated/first.py", "generated/bundles/second"])), {
        recursive: true,
        force: true,
      }),
    () => project.write({ "node_modules/dep/index.js": `export const said = "dep ${next()}";\n` }),
  ];
  for (let round = 0; round < 5; round += 1) {
    for (let edit = 0; edit < 1 + (round % 3); edit += 1) await pick(edits)();
    await compiledBy(project);
    await expectAsAnew(project);
  }
});
