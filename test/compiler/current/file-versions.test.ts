import { rename, rm, stat, symlink, utimes } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { FilesNow } from "../../../src/compiler/current/file-versions.ts";
import { TestProject } from "../test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await TestProject.create({ "a.ts": "aaaa" });
  onTestFinished(() => project.remove());
});

/** Begins a build when nothing that was written so far is too recent. */
async function laterBuild(): Promise<FilesNow> {
  await sleep(50);
  return new FilesNow(project.folder, "generated");
}

describe("a source", () => {
  test("that nobody touched is current", async () => {
    const version = (await laterBuild()).source("a.ts");
    expect((await laterBuild()).isCurrent(version)).toBe(true);
  });

  test("that was replaced by another of the same size and age is not", async () => {
    const version = (await laterBuild()).source("a.ts");
    const { atime, mtime } = await stat(path.join(project.folder, "a.ts"));
    await project.write({ "b.ts": "bbbb" });
    await utimes(path.join(project.folder, "b.ts"), atime, mtime);
    await rename(path.join(project.folder, "b.ts"), path.join(project.folder, "a.ts"));
    expect((await laterBuild()).isCurrent(version)).toBe(false);
  });

  test("that was saved while a build went on is not: which text was read is not known", async () => {
    const build = await laterBuild();
    await project.write({ "a.ts": "bbbb" });
    const version = build.source("a.ts");
    expect((await laterBuild()).isCurrent(version)).toBe(false);
  });

  test("is for one build what it was when that looked first", async () => {
    const before = (await laterBuild()).source("a.ts");
    const build = await laterBuild();
    expect(build.isCurrent(before)).toBe(true);
    await project.write({ "a.ts": "longer than before" });
    expect((await laterBuild()).isCurrent(build.source("a.ts"))).toBe(false);
  });

  test("that is absent is current until it is there, and one that was there until it is gone", async () => {
    const version = (await laterBuild()).source("tsconfig.json");
    expect((await laterBuild()).isCurrent(version)).toBe(true);
    await project.write({ "tsconfig.json": "{}" });
    expect((await laterBuild()).isCurrent(version)).toBe(false);
    const present = (await laterBuild()).source("a.ts");
    await rm(path.join(project.folder, "a.ts"));
    expect((await laterBuild()).isCurrent(present)).toBe(false);
  });
});

describe("a file that is current by its content", () => {
  test("is so with another stamp, and has that stamp from then on", async () => {
    const version = (await laterBuild()).source("a.ts");
    const before = version.stamp;
    await utimes(path.join(project.folder, "a.ts"), 1, 1);
    const build = await laterBuild();
    expect(build.isCurrent(version)).toBe(true);
    expect(build.hasRenewed).toBe(true);
    expect(version.stamp).not.toBe(before);
    const next = await laterBuild();
    expect(next.isCurrent(version)).toBe(true);
    expect(next.hasRenewed).toBe(false);
  });

  test("keeps no stamp that a change in the same moment would leave", async () => {
    const version = (await laterBuild()).source("a.ts");
    await project.write({ "a.ts": "aaaa" });
    expect(new FilesNow(project.folder, "generated").isCurrent(version)).toBe(true);
    await project.write({ "a.ts": "bbbb" });
    expect((await laterBuild()).isCurrent(version)).toBe(false);
  });
});

test("a folder is its names where it ends in a slash, and else the place that it is", async () => {
  await project.write({ "lib/one.ts": "", "other/one.ts": "" });
  await symlink("lib", path.join(project.folder, "link"));
  const build = await laterBuild();
  const [names, place] = [build.source("lib/"), build.source("link")];
  expect((await laterBuild()).isCurrent(place)).toBe(true);
  await project.write({ "lib/two.ts": "" });
  const later = await laterBuild();
  expect([later.isCurrent(names), later.isCurrent(place)]).toEqual([false, true]);
  await rm(path.join(project.folder, "link"));
  await symlink("other", path.join(project.folder, "link"));
  expect((await laterBuild()).isCurrent(place)).toBe(false);
});

test("a list of sources is what TypeScript may find in a folder, whatever else comes or goes", async () => {
  const version = (await laterBuild()).source("./*.ts");
  await project.write({ "notes.md": "", "generated/a.ts": "", "out/b.ts": "", ".git/c.ts": "" });
  expect((await laterBuild()).isCurrent(version)).toBe(true);
  await project.write({ "inner/d.ts": "" });
  expect((await laterBuild()).isCurrent(version)).toBe(false);
});

test("a list that was taken before is the one before, whatever has come since", async () => {
  const build = await laterBuild();
  build.takeBefore(["./*.ts"]);
  await project.write({ "generated/a.ts": "" });
  const version = build.source("./*.ts");
  expect((await laterBuild()).isCurrent(version)).toBe(true);
  await project.write({ "b.ts": "" });
  expect((await laterBuild()).isCurrent(version)).toBe(false);
});
