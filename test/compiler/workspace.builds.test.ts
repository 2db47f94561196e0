// DAGs that are made of more than their folder: a workspace's packages, path aliases, texts and JSON.
import { symlink } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestProject } from "./test-project.ts";

let workspace: TestProject;
let project: TestProject;

const compilerOptions = { module: "nodenext", paths: { "@steps/*": ["./src/steps/*"] } };

beforeAll(async () => {
  workspace = await TestProject.create({
    "package.json": JSON.stringify({ name: "acme", private: true, workspaces: ["packages/*"] }),
    "packages/shared/package.json": JSON.stringify({
      name: "@acme/shared",
      type: "module",
      exports: "./index.ts",
    }),
    "packages/shared/index.ts":
      'import { end } from "./end.ts";\nexport const greet = (name: string) => "Hello " + name + end;\n',
    "packages/shared/end.ts": 'export const end: string = "!";\n',
    "packages/dags/package.json": JSON.stringify({ name: "acme-dags", type: "module" }),
    "packages/dags/tsconfig.json": JSON.stringify({ compilerOptions }),
    "packages/dags/src/steps/double.ts": "export const double = (n: number) => n * 2;\n",
    "packages/dags/dags-ts/all.ts":
      'import { Dag } from "windsock";\nimport { greet } from "@acme/shared";\nimport { double } from "@steps/double.ts";\n' +
      'import query from "./sql/query.sql";\nimport note from "./note.txt";\nimport table from "./table.json" with { type: "json" };\n' +
      'const dag = new Dag("all");\n' +
      'dag.task("t", () => ({ said: greet("you"), n: double(table.n), query, note }))();\nexport default dag;\n',
    "packages/dags/dags-ts/sql/query.sql": "select 1\n",
    "packages/dags/dags-ts/note.txt": "a note",
    "packages/dags/dags-ts/table.json": '{ "n": 21 }',
  });
  // As package managers link the packages of a workspace.
  await workspace.write({ "node_modules/@acme/.keep": "" });
  await symlink("../../packages/shared", path.join(workspace.folder, "node_modules/@acme/shared"));
  project = TestProject.at(path.join(workspace.folder, "packages/dags"));
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0, stderr: "" });
});
afterAll(() => workspace.remove());

test("has all of it in its bundle", async () => {
  const { stdout } = await project.bundle("all/t.mjs", []);
  expect(JSON.parse(stdout)).toEqual({ said: "Hello you!", n: 42, query: "select 1\n", note: "a note" });
});

test.each([
  ["../shared/end.ts", 'export const end: string = "?";\n'],
  ["src/steps/double.ts", "export const double = (n: number) => n + n;\n"],
  ["dags-ts/sql/query.sql", "select 2\n"],
  ["dags-ts/table.json", '{ "n": 20 }'],
])("is stale when %s changes, and another build then", async (file, text) => {
  const before = JSON.parse(await project.read("generated/manifest.json")).dags.all.build;
  await project.write({ [file]: text });
  const finding = `stale ${file} has changed since generated/ was built`;
  expect((await project.windsock("list")).stderr).toContain(finding);
  expect((await project.windsock("build", "--check")).stderr).toContain(finding);
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(await project.read("generated/manifest.json")).dags.all.build).not.toBe(before);
});
