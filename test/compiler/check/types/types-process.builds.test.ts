// Whatever changes between two checks, a process that keeps what it has read says what `tsc` says.
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { writeTypesConfig } from "../../../../src/compiler/check/types/types-config.ts";
import type * as TypesProcessModule from "../../../../src/compiler/check/types/types-process.ts";
import { loadProject } from "../../../../src/compiler/config/load-project.ts";
import { TestProject } from "../../test-project.ts";

// As it is installed: a process can only be made of what is compiled.
const { TypesProcess }: typeof TypesProcessModule = await import(
  path.resolve("dist/compiler/check/types/types-process.js")
);
const require = createRequire(import.meta.url);
const library = require.resolve("typescript");
const { version } = require("typescript/package.json");
const tsc = path.join(path.dirname(library), "tsc.js");

const modules = ["dags-ts/one.ts", "dags-ts/two.ts"];
const right = {
  "tsconfig.json": JSON.stringify({ compilerOptions: { module: "nodenext", strict: true, types: [] } }),
  "dags-ts/one.ts": 'import { rows } from "./rows.ts";\nexport const one: number = rows;\n',
  "dags-ts/two.ts": "export const two = (text: string) => text.length;\n",
  "dags-ts/rows.ts": "export const rows = 1;\n",
};

let kept: TestProject;
let fresh: TestProject;
let types: TypesProcessModule.TypesProcess;

beforeAll(async () => {
  kept = await TestProject.create(right);
  fresh = await kept.copy();
  types = new TypesProcess({ library, version }, kept.folder);
});

afterAll(async () => {
  types.stop();
  await kept.remove();
  await fresh.remove();
});

beforeEach(async () => {
  for (const project of [kept, fresh]) await project.write(right);
});

/** What the process says of the modules; it must be what `tsc` says of the same in a folder of its own. */
async function check(
  files: Readonly<Record<string, string>>,
  removed: readonly string[] = [],
): Promise<string> {
  const configs: string[] = [];
  for (const project of [kept, fresh]) {
    await project.write(files);
    for (const file of removed) await rm(path.join(project.folder, file));
    configs.push(writeTypesConfig(await loadProject(project.folder), modules, project === kept));
  }
  const [config = ""] = configs;
  const reply = await types.check(config);
  const once = await execa(process.execPath, [tsc, "-p", config, "--pretty", "false"], {
    cwd: fresh.folder,
    reject: false,
  });
  expect(reply?.stdout.trim()).toBe(once.stdout);
  expect(reply?.exitCode === 0).toBe(once.exitCode === 0);
  return once.stdout;
}

test("what is right, then wrong in another file than the one that changed, then right", async () => {
  expect(await check({})).toBe("");
  expect(await check({ "dags-ts/rows.ts": 'export const rows = "1";\n' })).toContain(
    "one.ts(2,14): error TS2322",
  );
  expect(await check({})).toContain("TS2322");
  expect(await check({ "dags-ts/rows.ts": right["dags-ts/rows.ts"] })).toBe("");
});

test("a syntax error, beside which no types are looked at", async () => {
  const wrong = { "dags-ts/one.ts": "export const one: string = 1;\n", "dags-ts/two.ts": "const = 3;\n" };
  const said = await check(wrong);
  expect(said).toContain("two.ts(1,7): error TS1134");
  expect(said).not.toContain("TS2322");
  expect(await check({ "dags-ts/two.ts": right["dags-ts/two.ts"] })).toContain("TS2322");
  expect(await check(right)).toBe("");
});

test("a file that goes and comes back, a package that comes, a declaration that comes", async () => {
  expect(await check({}, ["dags-ts/rows.ts"])).toContain("one.ts(1,22): error TS2307");
  expect(await check({ "dags-ts/rows.ts": "" })).toContain("error TS2305");
  expect(await check(right)).toBe("");
  const wanting = {
    "dags-ts/two.ts": 'import "wanted";\nimport text from "./two.sql";\nexport const two: string = text;\n',
  };
  expect(await check(wanting)).toContain("TS2307");
  const coming = {
    "node_modules/wanted/package.json":
      '{ "name": "wanted", "types": "index.d.ts", "exports": "./index.d.ts" }',
    "node_modules/wanted/index.d.ts": "export declare const wanted: number;\n",
    "dags-ts/sql.d.ts": 'declare module "*.sql" {\n  const text: string;\n  export default text;\n}\n',
  };
  expect(await check(coming)).toBe("");
  expect(await check(right, ["node_modules/wanted/index.d.ts", "dags-ts/sql.d.ts"])).toBe("");
});

test("options that change", async () => {
  const unknown = { "dags-ts/two.ts": "export const two = (text) => text;\n" };
  expect(await check(unknown)).toContain("TS7006");
  const loose = { module: "nodenext", strict: false, types: [] };
  expect(await check({ "tsconfig.json": JSON.stringify({ compilerOptions: loose }) })).toBe("");
  expect(await check({ "tsconfig.json": '{ "compilerOptions": { "strict": "yes" } }' })).toContain("TS5024");
  expect(await check({ ...right, "package.json": '{ "name": "acme-pipelines", "type": "commonjs" }' })).toBe(
    "",
  );
});

test("a process that has ended says nothing", async () => {
  const absent = { library: path.join(kept.folder, "no-typescript.js"), version };
  const without = new TypesProcess(absent, kept.folder);
  expect(await without.check("tsconfig.json")).toBeNull();
  expect(await without.check("tsconfig.json")).toBeNull();
});
