// What a build says of types, with the project's own TypeScript.
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { smallDag } from "../../dag-modules.ts";
import { type CommandResult, TestProject } from "../../test-project.ts";

const wrong = smallDag("wrong").replace(
  "export",
  'const rows: number = "many";\nconst work = (rows as never as { a: { b: number } }) satisfies { a: { b: string } };\nexport',
);
const broken = {
  "dags-ts/wrong.ts": wrong,
  "dags-ts/shared.ts": `import { rows } from "./rows/rows.ts";\nimport query from "./rows/query.sql";\nvoid [rows, query];\n${smallDag("shared")}`,
  "dags-ts/syntax.ts": "const = 3;\n",
  "dags-ts/twice.ts":
    'import { Dag } from "windsock";\nconst dag = new Dag("twice", { catchup: "yes" });\n' +
    'dag.task("use", () => 1, { retires: 2 })();\nexport default dag;\n',
  "dags-ts/rows/rows.ts": "export const rows: string[] = [1];\n",
  "dags-ts/rows/unused.ts": "export const unused: string = 1;\n",
  "dags-ts/rows/sql.d.ts": 'declare module "*.sql" {\n  const text: string;\n  export default text;\n}\n',
};

describe("a build that checks types", () => {
  let project: TestProject;
  let first: CommandResult;
  beforeAll(async () => {
    project = await TestProject.create({
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          module: "nodenext",
          target: "es2023",
          strict: true,
          composite: true,
          declarationMap: true,
          rootDir: "src",
          outDir: "built",
          listFiles: true,
        },
        exclude: ["dags-ts"],
      }),
      ...broken,
    });
    first = await project.windsock("build", "--types");
  });
  afterAll(() => project.remove());

  test("reports them where the DAGs are, though tsconfig.json leaves them out and another file has a syntax error", () => {
    expect(first.exitCode).toBe(1);
    expect(first.stderr).toContain(
      "dags-ts/wrong.ts:5:7 error Type 'string' is not assignable to type 'number'. (TS2322)",
    );
    expect(first.stderr).toMatch(/> 5 \| const rows: number = "many";/);
    expect(first.stderr).toMatch(/dags-ts\/syntax\.ts:1:7 error /);
  });

  test("reports all of what TypeScript says of one", () => {
    expect(first.stderr).toContain(
      "error Type '{ a: { b: number; }; }' does not satisfy the expected type '{ a: { b: string; }; }'. (TS1360)\n",
    );
    expect(first.stderr).toMatch(/^ {2}The types of 'a\.b' are incompatible between these types\.$/m);
  });

  test("says once what the build says better", () => {
    const said = first.stderr.match(/^dags-ts\/twice\.ts:.*$/gm);
    expect(said).toEqual([
      expect.stringMatching(/^dags-ts\/twice\.ts:2:32 error The DAG has "yes" as catchup\. /),
      expect.stringMatching(/^dags-ts\/twice\.ts:3:28 error Task "use" has an option "retires", which/),
    ]);
  });

  test("reports them in what DAGs import, and in nothing else", () => {
    expect(first.stderr).toContain('dags-ts/shared.ts:2:19 error Could not resolve "./rows/query.sql"');
    expect(first.stderr).not.toContain("unused.ts");
    expect(first.stderr).not.toContain("node_modules");
  });

  test("checks them with --check, and builds when they are mended", async () => {
    await project.write({
      "dags-ts/wrong.ts": smallDag("wrong"),
      "dags-ts/syntax.ts": smallDag("syntax"),
      "dags-ts/twice.ts": smallDag("twice"),
      "dags-ts/shared.ts": `import { rows } from "./rows/rows.ts";\nvoid rows;\n${smallDag("shared")}`,
    });
    const { stderr } = await project.windsock("build", "--check", "--types");
    expect(stderr).toContain(
      "dags-ts/rows/rows.ts:1:32 error Type 'number' is not assignable to type 'string'. (TS2322)",
    );
    expect(stderr).toContain("1 problem. Nothing was written.");
    await project.write({ "dags-ts/rows/rows.ts": "export const rows: number[] = [1];\n" });
    expect(await project.windsock("build", "--types")).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe("a build whose TypeScript", () => {
  let project: TestProject;
  afterEach(() => project.remove());

  /** A `typescript` that does nothing but this. */
  async function withCompiler(program: string): Promise<CommandResult> {
    project = await TestProject.create({
      "dags-ts/fine.ts": smallDag("fine"),
      "node_modules/typescript/package.json": JSON.stringify({
        name: "typescript",
        version: "9.8.7",
        bin: { tsc: "./tsc.cjs" },
      }),
      "node_modules/typescript/tsc.cjs": program,
    });
    return await project.windsock("build", "--types");
  }

  test("is not there says so, and builds", async () => {
    project = await TestProject.create({ "dags-ts/fine.ts": smallDag("fine") }, tmpdir());
    const { exitCode, stderr } = await project.windsock("build", "--types");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr:
        "note Types were not checked: the project has no TypeScript. Run: npm install --save-dev typescript. `--no-types` builds without checking types.",
    });
    expect(await project.windsock("build")).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("has found nothing wrong is not asked again, until a source comes or changes", async () => {
    const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
    await withCompiler(
      `require("node:fs").appendFileSync("asked.txt", "."); require(${JSON.stringify(tsc)});`,
    );
    const asked = async () => (await project.read("asked.txt")).length;
    expect(await asked()).toBe(1);
    await project.windsock("build", "--types");
    await project.write({ "notes.md": "", "out/state/made.json": "" });
    await project.windsock("build", "--types");
    expect(await asked()).toBe(1);
    await project.write({ "ambient.d.ts": "declare const ambient: number;\n" });
    expect(await project.windsock("build", "--types")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await asked()).toBe(2);
    await project.write({ "dags-ts/fine.ts": `${smallDag("fine")}const wrong: string = 1;\nvoid wrong;\n` });
    expect(await project.windsock("build", "--types")).toMatchObject({ exitCode: 1 });
    expect(await asked()).toBe(3);
  });

  test("crashes is told from one that finds something", async () => {
    const { exitCode, stderr } = await withCompiler('throw new Error("heap is gone");');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "error TypeScript 9.8.7, which checks the types, ended with exit code 1 and named no place:\n",
    );
    expect(stderr).toContain("Error: heap is gone");
    expect(stderr).toContain("`--no-types` builds without checking types.");
  });

  test("prints something besides is heard", async () => {
    const { exitCode, stderr } = await withCompiler('console.log("A new TypeScript is out.");');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: "note TypeScript 9.8.7, which checks the types, said besides:\nA new TypeScript is out.",
    });
  });

  test("refuses its configuration is heard as well", async () => {
    const { exitCode, stderr } = await withCompiler(
      'console.log("node_modules/.cache/windsock/types/tsconfig.json(3,4): error TS5023: Unknown option.\\nerror TS2688: No node."); process.exitCode = 1;',
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain("error TypeScript cannot check the types: Unknown option. (TS5023)");
    expect(stderr).toContain("error TypeScript cannot check the types: No node. (TS2688)");
  });
});
