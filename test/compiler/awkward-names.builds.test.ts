// What `windsock build` makes of ids and file names that Airflow, Python or a file system could trip over.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dagFileName, maskingModule, sharedModule } from "../../src/compiler/emit/module-names.ts";
import { bundlePath, fileName } from "../../src/model/project.ts";
import { dagModule, smallDag } from "./dag-modules.ts";
import { TestProject } from "./test-project.ts";

const long = "l".repeat(250);
const wide = "é".repeat(250);
const astral = "𝒜".repeat(250);

/** A DAG whose only task runs by its own code alone. */
function dagWith(id: string, taskIds: readonly string[]): string {
  const tasks = taskIds.map((taskId) => `dag.task("${taskId}", () => ({ ran: "${taskId}" }))();`);
  return [
    'import { Dag } from "windsock";',
    `const dag = new Dag("${id}", { startDate: "2026-01-01" });`,
    ...tasks,
    "export default dag;",
    "",
  ].join("\n");
}

describe("a build of DAGs with awkward names", () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await TestProject.create({
      "dags-ts/a.ts": smallDag("windsock-acme-pipelines"),
      "dags-ts/b.ts": smallDag("windsock_acme_pipelines__masking"),
      "dags-ts/c.ts": smallDag("product-bundles"),
      "dags-ts/d.ts": dagWith(long, ["t".repeat(250)]),
      "dags-ts/e.ts": dagWith(wide, ["ü".repeat(250)]),
      "dags-ts/f.ts": dagWith(astral, ["class", "Work", "work", "wörk"]),
      "dags-ts/g.ts": smallDag("日本"),
      "dags-ts/h.ts": smallDag("中国"),
      "dags-ts/i.ts": smallDag("class"),
      "dags-ts/j.ts": dagModule(
        `/** Uses nothing,\0 but Param. */
const dag = new Dag("quotes", { params: z.object({ 'x"': z.string().default("Asset(") }) });
export default dag;`,
      ),
      [`dags-ts/${"m".repeat(251)}.ts`]: smallDag("long-module"),
    });
    expect(await project.windsock("build")).toMatchObject({ exitCode: 0, stderr: "" });
  });
  afterAll(() => project.remove());

  test("writes a file for each DAG, and the modules that they share", async () => {
    const files = (await readdir(path.join(project.folder, "generated"))).filter((name) =>
      name.endsWith(".py"),
    );
    expect(files).toHaveLength(11 + 12);
    expect(files).toEqual(
      expect.arrayContaining([
        "windsock_acme_pipelines.py",
        "windsock_acme_pipelines__masking.py",
        "dag_windsock_acme_pipelines.py",
        "dag_windsock_acme_pipelines__masking.py",
        "product_bundles.py",
        "class_2.py",
      ]),
    );
  });

  test.each([
    ["letters", long],
    ["two bytes", wide],
    ["surrogate pairs", astral],
  ])("runs a DAG whose id has 250 characters: %s", async (_, id) => {
    const result = await project.windsock("run", id, "--from", "2026-01-01");
    expect(result).toMatchObject({ exitCode: 0 });
  });

  test("imports what the Python uses, whatever is quoted in it", async () => {
    const python = await project.read("generated/quotes.py");
    expect(python).toContain("import Param\n");
    expect(python).toContain("Uses nothing, but Param.");
  });

  test("gives tasks that differ in case alone a bundle each", async () => {
    const bundles = ["class", "Work", "work", "wörk"].map((taskId) =>
      bundlePath(astral, taskId).toLowerCase(),
    );
    expect(new Set(bundles).size).toBe(4);
    for (const taskId of ["Work", "work"]) {
      const bundle = await project.read(path.join("generated", bundlePath(astral, taskId)));
      expect(bundle).toContain(`ran:"${taskId}"`);
    }
  });

  test("is not disturbed by a folder that another build has left over", async () => {
    await project.write({ "generated/bundles/left-over/nothing.txt": "" });
    expect(await project.windsock("run", "class", "--from", "2026-01-01")).toMatchObject({ exitCode: 0 });
  });
});

test.each(["line\nfeed", "carriage\rreturn", "line\u2028separator", "bell\u0007"])(
  "a DAG module called %j is refused: its name would become part of the Python",
  async (name) => {
    const project = await TestProject.create({ [`dags-ts/${name}.ts`]: smallDag("fine") });
    try {
      const { exitCode, stderr } = await project.windsock("build");
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`${JSON.stringify(`dags-ts/${name}.ts`)} has a control character in its name`);
    } finally {
      await project.remove();
    }
  },
);

test("no two ids share a file, and no DAG has the file of a module that a project's DAGs share", () => {
  const ids = ["x", "x_masking", "windsock_x", "Windsock_X", "windsock_x_masking", "windsock_x__masking"];
  const modules = ["x", "x_masking"].flatMap((name) => [sharedModule(name), maskingModule(name)]);
  expect(new Set(modules).size).toBe(4);
  for (const id of ids) expect(modules).not.toContain(dagFileName(id).toLowerCase().replace(/\.py$/, ""));
  for (const id of [long, wide, astral, "a".repeat(129)]) {
    // With what is added to both while they are written.
    expect(Buffer.byteLength(fileName(id))).toBeLessThan(200);
    expect(Buffer.byteLength(dagFileName(id))).toBeLessThan(220);
  }
});
