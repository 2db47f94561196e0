// What is published: all that the package's commands and types need, and nothing else.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { execaSync } from "execa";
import { expect, inject, test } from "vitest";

const repository = path.resolve(import.meta.dirname, "../..");
const { files, size } = inject("packed");

const source = path.join(repository, "src");
const sources = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));

test("holds every module of src/ as JavaScript, and all of its Python", () => {
  const modules = sources
    .filter((file) => /\.[jt]s$/.test(file) && !file.endsWith(".d.ts"))
    .map((file) => file.replace(/ts$/, "js"));
  const python = sources.filter((file) => file.startsWith("python/") && !file.includes("__pycache__"));
  expect(python).toContain("python/shared_module.py");
  const shipped = files.filter((file) => /^dist\/(.*\.js|python\/.*)$/.test(file));
  expect(shipped.sort()).toEqual([...modules, ...python].map((file) => `dist/${file}`).sort());
});

test("holds types of what can be imported, and of nothing else", () => {
  const types = files.filter((file) => file.endsWith(".d.ts"));
  expect(types).toEqual(expect.arrayContaining(entries("types")));
  expect(
    types.filter((file) => !/^dist\/(callbacks|config|data|hooks|model|sdk|sensors|testing)\//.test(file)),
  ).toEqual([]);
});

test("holds what package.json leads to, the README, the changelog and the licence", () => {
  const manifest = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
  expect(files).toEqual(
    expect.arrayContaining([...entries("default"), ...Object.values<string>(manifest.bin)]),
  );
  const others = files.filter((file) => !/^(dist|template)\//.test(file));
  expect(others.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
});

test("holds every file of a new project, those with a dot too", () => {
  const { stdout } = execaSync("git", ["ls-files", "template"], { cwd: repository });
  expect(files.filter((file) => file.startsWith("template/")).sort()).toEqual(stdout.split("\n").sort());
  expect(files).toContain("template/.github/workflows/ci.yml");
});

test("holds no sources, no source maps, nothing of the compiler's own", () => {
  const compiled = /(\.js|\.d\.ts|\.py)$/;
  const copied = /^dist\/(python|runs\/browser)\//;
  const dist = files.filter((file) => file.startsWith("dist/"));
  expect(dist.filter((file) => !compiled.test(file) && !copied.test(file))).toEqual([]);
  expect(files.filter((file) => /tsbuildinfo|\.map$|__pycache__|^src\//.test(file))).toEqual([]);
  // Bytes unpacked. A fifth of it are the hashes in the lock files of Airflow's packages.
  expect(size).toBeLessThan(3_000_000);
});

/** The files that package.json's exports name under a condition. */
function entries(condition: "types" | "default"): string[] {
  const { exports } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
  return Object.values<Record<string, string>>(exports).map((entry) =>
    path.posix.normalize(entry[condition] ?? ""),
  );
}
