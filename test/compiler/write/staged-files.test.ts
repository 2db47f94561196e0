import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { removeFile, StagedFiles } from "../../../src/compiler/write/staged-files.ts";
import { TestProject } from "../test-project.ts";

let project: TestProject;
let folder: string;
let staged: StagedFiles;
beforeEach(async () => {
  project = await TestProject.create({ "generated/one.py": "old", "generated/bundles/one/a.mjs": "old" });
  onTestFinished(() => project.remove());
  folder = path.join(project.folder, "generated");
  staged = new StagedFiles(folder);
});

const contents = async () => Object.fromEntries(await project.snapshot("generated"));

describe("staged files", () => {
  test("replace nothing before all are there, and leave nothing else behind", async () => {
    await staged.add("one.py", Buffer.from("new"));
    await staged.add("bundles/two/b.mjs", Buffer.from("new"));
    expect(await project.read("generated/one.py")).toBe("old");
    staged.commit();
    await staged.discard();
    expect(await contents()).toEqual({
      "generated/one.py": "new",
      "generated/bundles/one/a.mjs": "old",
      "generated/bundles/two/b.mjs": "new",
    });
  });

  test("wait under names that Airflow does not take for DAG files", async () => {
    await staged.add("one.py", Buffer.from("new"));
    const waiting = (await readdir(folder)).filter((name) => name !== "one.py" && name !== "bundles");
    expect(waiting).toHaveLength(1);
    expect(waiting[0]).toMatch(/^\./);
    expect(waiting[0]).not.toMatch(/\.py$/);
  });

  test("are bundles first: no DAG file runs a bundle that is not there", async () => {
    // What cannot be replaced stops the commit where it stands.
    await mkdir(path.join(folder, "two.py/taken"), { recursive: true });
    await staged.add("two.py", Buffer.from("new"));
    await staged.add("bundles/one/a.mjs", Buffer.from("new"));
    expect(() => staged.commit()).toThrow("two.py");
    await staged.discard();
    expect(await contents()).toEqual({ "generated/one.py": "old", "generated/bundles/one/a.mjs": "new" });
  });

  test("that are discarded are gone, with the folders that were made for them", async () => {
    await staged.add("one.py", Buffer.from("new"));
    await staged.add("bundles/two/b.mjs", Buffer.from("new"));
    await staged.discard();
    expect(await contents()).toEqual({ "generated/one.py": "old", "generated/bundles/one/a.mjs": "old" });
    expect(await readdir(path.join(folder, "bundles"))).toEqual(["one"]);
  });
});

describe("a file that is removed", () => {
  test("takes its folders along when it was the last one there, but never the folder of all", async () => {
    await project.write({ "generated/bundles/one/b.mjs": "" });
    await removeFile(folder, path.join(folder, "bundles/one/a.mjs"));
    expect(await readdir(path.join(folder, "bundles/one"))).toEqual(["b.mjs"]);
    await removeFile(folder, path.join(folder, "bundles/one/b.mjs"));
    expect(await readdir(folder)).not.toContain("bundles");
    await removeFile(project.folder, path.join(project.folder, "package.json"));
    expect(await readdir(project.folder)).toContain("generated");
  });

  test("may be gone already, and its folder, too", async () => {
    await removeFile(folder, path.join(folder, "bundles/nowhere/a.mjs"));
    expect(await readdir(path.join(folder, "bundles"))).toEqual(["one"]);
  });
});
