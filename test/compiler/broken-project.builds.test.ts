// What `windsock build` says of a project that it refuses to build.
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { dagModule, smallDag } from "./dag-modules.ts";
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

describe("a project with one mistake in each file", () => {
  let exitCode: number | undefined;
  let stderr: string;
  beforeAll(async () => {
    const built = await TestProject.create({
      "dags-ts/throws.ts": dagModule(
        'const dag = new Dag("throws");\nthrow new RangeError("no such thing");\n',
      ),
      "dags-ts/syntax.ts": "const = 3;\n",
      "dags-ts/nothing.ts": "export const dag = 1;\n",
      "dags-ts/other.ts": "export default { some: 'thing' };\n",
      "dags-ts/fine.ts": smallDag("one"),
      "dags-ts/twice.ts": dagModule(
        'const dag = new Dag("twice");\ndag.empty("load");\ndag.empty("other");\ndag.empty("load");\nexport default dag;\n',
      ),
      "dags-ts/exits.ts": `process.exit(7);\n${smallDag("exits")}`,
      "dags-ts/lost.ts": `import { gone } from "./gone.ts";\n${smallDag("lost")}`,
      "dags-ts/refused.ts": 'import { Dag } from "windsock";\nexport default new Dag("not ok");\n',
      "dags-ts/same.ts": 'import { Dag } from "windsock";\nexport default new Dag("same-name");\n',
      "dags-ts/same-file.ts": 'import { Dag } from "windsock";\nexport default new Dag("same_name");\n',
    });
    ({ exitCode, stderr } = await built.windsock("build"));
    await built.remove();
  });

  test("hears of all of them at once, each with its place and the code around it", () => {
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "dags-ts/throws.ts:4:7 error RangeError while the module was evaluated: no such thing",
    );
    expect(stderr).toMatch(/> 4 \| throw new RangeError/);
    expect(stderr).toMatch(/dags-ts\/syntax\.ts:1:7 error /);
    expect(stderr).toContain("dags-ts/nothing.ts:1:1 error The module has no default export.");
    expect(stderr).toContain("dags-ts/other.ts:1:1 error The module exports an object by default.");
    expect(stderr).toContain('Task "load" is declared twice, first at dags-ts/twice.ts:4.');
    expect(stderr).toContain("dags-ts/twice.ts:6:5");
    expect(stderr).not.toContain("fine.ts");
    expect(stderr).toContain("9 problems. Nothing was written.");
  });

  test("is told which module ended the process", () => {
    expect(stderr).toContain(
      "dags-ts/exits.ts:1:1 error Evaluating this module ended the process (exit code 7).",
    );
  });

  test("is told which import leads nowhere", () => {
    expect(stderr).toMatch(/dags-ts\/lost\.ts:1:22 error Could not resolve ".\/gone\.ts"/);
  });

  test("hears of DAG ids that Airflow refuses and of ids that collide", () => {
    expect(stderr).toContain('DAG id "not ok" holds other characters');
    expect(stderr).toMatch(/DAG "same[-_]name" would be generated into the same file \(same_name\.py\)/);
  });
});

describe("a broken project", () => {
  test("that hangs is stopped, in a loop or in a promise, and the others are still seen", async () => {
    const built = await project({
      "dags-ts/a-loops.ts": `while (true) {}\n${smallDag("one")}`,
      "dags-ts/b-waits.ts": `await new Promise((resolve) => setTimeout(resolve, 1e8));\n${smallDag("two")}`,
      "dags-ts/c-broken.ts": "export default 1;\n",
    });
    const { exitCode, stderr } = await built.windsock("build", "--timeout", "2");
    expect(exitCode).toBe(1);
    for (const file of ["a-loops", "b-waits"]) {
      expect(stderr).toContain(`dags-ts/${file}.ts:1:1 error Evaluating this module took longer than 2 s.`);
    }
    expect(stderr).toContain("dags-ts/c-broken.ts:1:1 error The module exports a number by default.");
  });

  test("without a DAGs folder is told where DAGs belong", async () => {
    const built = await project({});
    const { exitCode, stderr } = await built.windsock("build");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("There is no folder dags-ts in");
    expect(stderr).toContain("A first one: npx windsock init");
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
});
