// Where a project is, and what its name makes of its package.json.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { findProject } from "../../src/model/project.ts";

const folder = mkdtempSync(path.join(tmpdir(), "windsock-project-"));
const file = path.join(folder, "package.json");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a folder that lies in no project is told so, and how to make it one", () => {
  rmSync(file, { force: true });
  expect(() => findProject(folder)).toThrow(
    `No package.json in ${folder} or above it. Run this inside a project, or make one of this folder: npx windsock init`,
  );
});

test("the nearest folder with a package.json is the project", () => {
  writeFileSync(file, '{"name": "acme"}');
  mkdirSync(path.join(folder, "dags-ts/deep"), { recursive: true });
  expect(findProject(path.join(folder, "dags-ts/deep"))).toEqual({ folder, name: "acme" });
});

test.each([
  [{ name: "acme-pipelines" }, "acme_pipelines"],
  [{ name: "@acme/Daily.Pipelines" }, "acme_daily_pipelines"],
  [{ name: "2fast" }, "2fast"],
  [{ name: "名前" }, "project"],
  [{ name: "@名前/.." }, "project"],
  [{ name: 5 }, "project"],
  [{}, "project"],
  [{ name: "acme", windsock: {} }, "acme"],
  [{ name: "acme", windsock: { project: "Other Name" } }, "other_name"],
])("%j names its module windsock_%s", (manifest, name) => {
  writeFileSync(file, JSON.stringify(manifest));
  expect(findProject(folder).name).toBe(name);
});

test.each([
  ['{"name": "acme"', "is not valid JSON"],
  ["null", "holds null instead of an object."],
  ['"acme"', 'holds "acme" instead of an object.'],
  ['{"windsock": {"project": "名前"}}', 'has "名前" as "windsock": { "project": ... }'],
  ['{"windsock": {"project": 5}}', 'has 5 as "windsock": { "project": ... }'],
])("the package.json %s is refused", (text, message) => {
  writeFileSync(file, text);
  expect(() => findProject(folder)).toThrow(`${file} ${message}`);
});
