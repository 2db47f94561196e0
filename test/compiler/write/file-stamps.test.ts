import { rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { FileStamps } from "../../../src/compiler/write/file-stamps.ts";
import { TestProject } from "../test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await TestProject.create({ "a.ts": "aaaa" });
  onTestFinished(() => project.remove());
});

/** Begins a build when nothing that was written so far is too recent. */
async function laterBuild(): Promise<FileStamps> {
  await sleep(50);
  return new FileStamps(project.folder);
}

describe("a source", () => {
  test("that nobody touched is current", async () => {
    const stamps = (await laterBuild()).ofSources(["a.ts"]);
    expect((await laterBuild()).areCurrent(stamps)).toBe(true);
  });

  test("that was replaced by another of the same size and age is not", async () => {
    const stamps = (await laterBuild()).ofSources(["a.ts"]);
    const { atime, mtime } = await stat(path.join(project.folder, "a.ts"));
    await project.write({ "b.ts": "bbbb" });
    await utimes(path.join(project.folder, "b.ts"), atime, mtime);
    await rename(path.join(project.folder, "b.ts"), path.join(project.folder, "a.ts"));
    expect((await laterBuild()).areCurrent(stamps)).toBe(false);
  });

  test("that was saved while a build went on is not: which text was read is not known", async () => {
    const build = await laterBuild();
    await project.write({ "a.ts": "bbbb" });
    const stamps = build.ofSources(["a.ts"]);
    expect((await laterBuild()).areCurrent(stamps)).toBe(false);
  });

  test("is for one build what it was when that looked first", async () => {
    const before = (await laterBuild()).ofSources(["a.ts"]);
    const build = await laterBuild();
    expect(build.areCurrent(before)).toBe(true);
    await project.write({ "a.ts": "longer than before" });
    expect((await laterBuild()).areCurrent(build.ofSources(["a.ts"]))).toBe(false);
  });

  test("that is absent is current until it is there, and one that was there until it is gone", async () => {
    const stamps = (await laterBuild()).ofSources(["tsconfig.json"]);
    expect((await laterBuild()).areCurrent(stamps)).toBe(true);
    await project.write({ "tsconfig.json": "{}" });
    expect((await laterBuild()).areCurrent(stamps)).toBe(false);
    const present = (await laterBuild()).ofSources(["a.ts"]);
    await rm(path.join(project.folder, "a.ts"));
    expect((await laterBuild()).areCurrent(present)).toBe(false);
  });
});

test("an output that a build has just written is current at the next one, until it is edited", async () => {
  const build = await laterBuild();
  await project.write({ "out.py": "made" });
  const stamps = build.ofOutputs(["out.py"]);
  expect((await laterBuild()).areCurrent(stamps)).toBe(true);
  await project.write({ "out.py": "edit" });
  expect((await laterBuild()).areCurrent(stamps)).toBe(false);
});
