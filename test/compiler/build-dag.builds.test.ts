// Building one DAG of a project in which others are broken, as `windsock dev` and `windsock run` do.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ProjectBuilder } from "../../src/compiler/build.ts";
import { defaultSettings } from "../../src/model/settings.ts";
import { smallDag } from "./dag-modules.ts";
import { TestProject } from "./test-project.ts";

/** The compiled class: it starts compiled programs. */
const compiled = path.resolve(import.meta.dirname, "../../dist/compiler/build.js");

describe("a DAG among broken ones", () => {
  let project: TestProject;
  let builder: ProjectBuilder;
  const save = (file: string, text: string) => writeFile(path.join(project.folder, file), text);
  const manifest = async () => JSON.parse(await project.read("generated/manifest.json")).dags;

  beforeAll(async () => {
    project = await TestProject.create({
      "dags-ts/a.ts": smallDag("alpha"),
      "dags-ts/b.ts": smallDag("beta"),
    });
    expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
    await save("dags-ts/b.ts", "const = 3;\n");
    await save("dags-ts/c.ts", "throw new Error('broken');\n");
    const { ProjectBuilder } = (await import(compiled)) as typeof import("../../src/compiler/build.ts");
    builder = new ProjectBuilder(
      { folder: project.folder, name: "acme_pipelines", settings: defaultSettings },
      { timeLimit: 30_000 },
    );
  });
  afterAll(() => project.remove());

  test("is built, and the others stay as they were", async () => {
    const before = await project.snapshot("generated");
    await save("dags-ts/a.ts", smallDag("alpha").replace("n: 1", "n: 2"));
    const { dags, compiled, written } = await builder.buildDag("alpha");
    expect({ dagIds: dags.map(({ model }) => model.dagId), compiled }).toEqual({
      dagIds: ["alpha"],
      compiled: 1,
    });
    expect(written.map(({ file }) => file)).toContain("bundles/alpha/work.mjs");
    const after = await project.snapshot("generated");
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(after.get("generated/beta.py")).toBe(before.get("generated/beta.py"));
    expect(Object.keys(await manifest())).toEqual(["alpha", "beta"]);
  });

  test("is left alone when nothing of it has changed", async () => {
    // The file may have been saved within the tick of the clock in which the build before began.
    await builder.buildDag("alpha");
    expect(await builder.buildDag("alpha")).toMatchObject({ compiled: 0, written: [] });
  });

  test("is found in the module that it has moved to", async () => {
    await save("dags-ts/d.ts", smallDag("delta"));
    expect(await builder.buildDag("delta")).toMatchObject({ dags: [{ file: "dags-ts/d.ts" }], compiled: 1 });
    await save("dags-ts/d.ts", smallDag("delta-2"));
    await save("dags-ts/e.ts", smallDag("delta"));
    await builder.buildDag("delta");
    expect((await manifest()).delta.file).toBe("dags-ts/e.ts");
  });

  test("is not built when it is the broken one", async () => {
    await expect(builder.buildDag("beta")).rejects.toMatchObject({
      problems: [{ position: { file: "dags-ts/b.ts", line: 1, column: 7 } }],
    });
  });

  test("that no module makes may be in one of the broken ones", async () => {
    const { problems } = await builder.buildDag("gamma").catch((error) => error);
    expect(problems).toHaveLength(2);
    await save("dags-ts/b.ts", smallDag("beta"));
    await save("dags-ts/c.ts", smallDag("charly"));
    await expect(builder.buildDag("gamma")).rejects.toThrow(
      'No module makes DAG "gamma". The DAGs are: alpha, beta, charly, delta-2, delta.',
    );
  });
});
