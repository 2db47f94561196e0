import path from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { generatedMark } from "../../../src/compiler/emit/emit-python.ts";
import {
  byFile,
  compareFiles,
  findOrphans,
  listFiles,
} from "../../../src/compiler/write/generated-folder.ts";
import { TestProject } from "../test-project.ts";

let folder: string;
beforeEach(async () => {
  const project = await TestProject.create({
    "generated/ours.py": `${generatedMark}\n`,
    "generated/gone.py": `${generatedMark}\n`,
    "generated/theirs.py": `# mine\n${generatedMark}\n`,
    "generated/notes.md": generatedMark,
    "generated/lib/deep.py": `${generatedMark}\n`,
    "generated/manifest.json": "{}",
    "generated/bundles/gone/a.mjs": "",
  });
  onTestFinished(() => project.remove());
  folder = path.join(project.folder, "generated");
});

test("files are told apart by every byte", async () => {
  const files = { "ours.py": `${generatedMark}\n`, "manifest.json": "{} ", "new.py": "" };
  const batch = new Map(Object.entries(files).map(([file, text]) => [file, Buffer.from(text)]));
  const { differences, same } = await compareFiles(folder, batch);
  expect([...differences].sort(byFile)).toEqual([
    { kind: "changed", file: "manifest.json" },
    { kind: "missing", file: "new.py" },
  ]);
  expect([...same.keys()]).toEqual(["ours.py"]);
});

test("what cannot be read is an error, not a missing file", async () => {
  await expect(compareFiles(folder, new Map([["bundles", Buffer.alloc(0)]]))).rejects.toThrow("EISDIR");
});

test("files are listed from all folders, and none where there is no folder", async () => {
  const files = await listFiles(folder);
  expect(files).toHaveLength(7);
  expect(files).toContain("bundles/gone/a.mjs");
  expect(await listFiles(path.join(folder, "nowhere"))).toEqual([]);
});

test("orphans are what some build has made and this one has not, never somebody else's", async () => {
  const orphans = await findOrphans(folder, await listFiles(folder), new Set(["ours.py"]));
  expect(orphans.map(({ file }) => file).sort()).toEqual(["bundles/gone/a.mjs", "gone.py", "manifest.json"]);
  expect(new Set(orphans.map(({ kind }) => kind))).toEqual(new Set(["orphaned"]));
});
