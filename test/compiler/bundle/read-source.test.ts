import type { Metafile } from "esbuild";
import { describe, expect, onTestFinished, test } from "vitest";
import { SourceReader, type TaskSource } from "../../../src/compiler/bundle/read-source.ts";
import { TestProject } from "../test-project.ts";

const file = "dags-ts/one.ts";

/** What a DAG module's line `dag.task(...)` says; `files` are others, by the specifiers that lead to them. */
async function taskIn(
  lines: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<TaskSource> {
  const targets = Object.keys(files);
  const project = await TestProject.create({ [file]: lines.join("\n"), ...files });
  onTestFinished(() => project.remove());
  // Each specifier of these tests is the file that it leads to, beside the module itself.
  const imports = targets.map((path) => ({
    path,
    kind: "import-statement" as const,
    original: `./${path.slice(8)}`,
  }));
  const inputs: Metafile["inputs"] = Object.fromEntries(
    [file, ...targets].map((name) => [name, { bytes: 0, imports }]),
  );
  const line = lines.findIndex((text) => text.includes("dag.task(")) + 1;
  const column = (lines[line - 1] ?? "").indexOf("task(") + 1;
  return new SourceReader(project.folder, inputs).task({ file, line, column });
}

const operator = (declaration: string) => `/** Reads rows. */\n${declaration} read = defineOperator({});\n`;

describe("a task's code", () => {
  test("is the module that exports it, followed through aliases and re-exports", async () => {
    const { code } = await taskIn(['import { both as mine } from "./all.ts";', 'dag.task("a", mine)();'], {
      "dags-ts/all.ts": 'export { read as both } from "./read.ts";\n',
      "dags-ts/read.ts": operator("export const"),
    });
    expect(code).toEqual({ file: "dags-ts/read.ts", exportName: "read" });
  });

  test("may be an exported function", async () => {
    const { code } = await taskIn(['import { read } from "./read.ts";', 'dag.task("a", read)();'], {
      "dags-ts/read.ts": "export async function read() {}\n",
    });
    expect(code).toEqual({ file: "dags-ts/read.ts", exportName: "read" });
  });

  test("stands behind the input, where that is named with it", async () => {
    const lines = ['import { read } from "./read.ts";', 'dag.task("a", { day: ds }, read, { retries: 1 });'];
    const { code } = await taskIn(lines, { "dags-ts/read.ts": "export async function read() {}\n" });
    expect(code).toEqual({ file: "dags-ts/read.ts", exportName: "read" });
  });

  test.each([
    ["that may be assigned anew", operator("export let")],
    ["that is exported under another name than it has", `${operator("const")}export { other as read };`],
  ])("is not looked for behind an export %s", async (_, text) => {
    const { code } = await taskIn(['import { read } from "./read.ts";', 'dag.task("a", read)();'], {
      "dags-ts/read.ts": text,
    });
    expect(code).toBeUndefined();
  });

  test.each([
    ["declared beside the DAG", ["const read = defineOperator({});", 'dag.task("a", read)();']],
    ["written in place", ['dag.task("a", () => 1)();']],
    ["of a package", ['import { read } from "some-operators";', 'dag.task("a", read)();']],
    ["made by a call", ['import { read } from "./read.ts";', 'dag.task("a", read("x"))();']],
  ])("is the DAG module's own when it is %s", async (_, lines) => {
    expect((await taskIn(lines, { "dags-ts/read.ts": operator("export const") })).code).toBeUndefined();
  });
});

describe("a task's doc", () => {
  const imported = 'import { read } from "./read.ts";';
  const files = { "dags-ts/read.ts": operator("export const") };

  test("is the comment above the statement that makes it", async () => {
    const { doc } = await taskIn(
      [imported, "/** Reads the left side. */", 'const left = dag.task("a", read)();'],
      files,
    );
    expect(doc).toBe("Reads the left side.");
  });

  test("else that of its operator, wherever that is", async () => {
    expect((await taskIn([imported, 'const left = dag.task("a", read)();'], files)).doc).toBe("Reads rows.");
    const beside = [
      "/** Counts rows. */",
      "const count = defineOperator({});",
      "",
      'dag.task("a", count)();',
    ];
    expect((await taskIn(beside)).doc).toBe("Counts rows.");
  });

  test("is no plain comment", async () => {
    expect((await taskIn(["// A remark.", 'const left = dag.task("a", () => 1)();'])).doc).toBeUndefined();
  });
});
