import { createHash } from "node:crypto";
import path from "node:path";
import type { Metafile } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import {
  buildId,
  filesReachedFrom,
  hashesOf,
  hashSources,
} from "../../../src/compiler/bundle/source-hashes.ts";
import { defaultSettings } from "../../../src/model/settings.ts";
import { TestProject } from "../test-project.ts";

/** What esbuild would say of files and what each of them imports. */
function inputs(imports: Readonly<Record<string, readonly string[]>>): Metafile["inputs"] {
  const entries = Object.entries(imports).map(([file, paths]) => [
    file,
    { bytes: 0, imports: paths.map((path) => ({ path, kind: "import-statement" as const })) },
  ]);
  return Object.fromEntries(entries);
}

test("only a project's and its workspace's own files are hashed, in the order of their names", async () => {
  const project = await TestProject.create({
    "dags/dags-ts/b.ts": "b",
    "dags/dags-ts/a.ts": "a",
    "dags/distance.ts": "d",
    "shared/index.ts": "s",
  });
  onTestFinished(() => project.remove());
  const foreign = [
    // Windsock itself, where it is linked.
    "../../../../dist/sdk/index.js",
    "../node_modules/zod/index.js",
    "dist/sdk/index.js",
    "node_modules/zod/index.js",
    "packages/a/node_modules/zod/index.js",
    "<stdin>",
    "windsock:one",
    "(disabled):fs",
  ];
  const all = ["dags-ts/b.ts", "distance.ts", ...foreign, "dags-ts/a.ts", "../shared/index.ts"];
  const place = { folder: path.join(project.folder, "dags"), name: "acme", settings: defaultSettings };
  const hashes = await hashSources(place, inputs(Object.fromEntries(all.map((file) => [file, []]))));
  expect(Object.keys(hashes)).toEqual(["../shared/index.ts", "dags-ts/a.ts", "dags-ts/b.ts", "distance.ts"]);
  expect(hashes["dags-ts/a.ts"]).toBe(createHash("sha256").update("a").digest("hex"));
});

test("a module reaches what it imports at any distance, itself, and no other, around cycles too", () => {
  const graph = inputs({ a: ["b"], b: ["c", "node:fs"], c: ["a"], d: ["a"] });
  expect(filesReachedFrom("a", graph)).toEqual(new Set(["a", "b", "c", "node:fs"]));
});

test("hashes are picked by file and sorted, and a file without one is left out", () => {
  expect(
    JSON.stringify(hashesOf(new Set(["b", "node:fs", "a", "toString"]), { a: "1", b: "2", c: "3" })),
  ).toBe('{"a":"1","b":"2"}');
});

test("a build's id tells any change of a source or package, of its name and of their number", () => {
  const lists = [{ a: "1" }, { a: "2" }, { b: "1" }, { a: "1", b: "1" }, {}];
  const ids = [
    ...lists.map((sources) => buildId(sources, {})),
    ...lists.slice(0, 4).map((packages) => buildId({}, packages)),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(buildId({ a: "1" }, {})).toBe(ids[0]);
});
