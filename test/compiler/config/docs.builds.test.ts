// docs/configuration.md: its code compiles and does what the page says, and its table has the fields that there are.
import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadProject } from "../../../src/compiler/config/load-project.ts";
import { defaultSettings } from "../../../src/model/settings.ts";
import { TestProject } from "../test-project.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
const page = readFileSync(path.join(repository, "docs/configuration.md"), "utf8");
const blocks = Object.fromEntries(
  [...page.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(([, file = "", code = ""]) => [file, code]),
);

let project: TestProject;
beforeAll(async () => {
  const { "windsock.config.ts": config = "", ...rest } = blocks;
  project = await TestProject.create({
    ...rest,
    "dags-ts/top-cities.sql": "select city from listings\n",
    "pages/page.ts": 'import page from "./page.html";\nexport const length: number = page.length;\n',
    "documented/package.json": "{}",
    "documented/windsock.config.ts": config,
    "tsconfig.json": JSON.stringify({
      compilerOptions: { module: "nodenext", target: "es2023", strict: true, noEmit: true, types: [] },
    }),
  });
});
afterAll(() => project.remove());

test("has code that compiles", async () => {
  const tsc = path.join(repository, "node_modules/typescript/bin/tsc");
  const { stdout } = await execa("node", [tsc, "-p", project.folder], { reject: false });
  expect(stdout).toBe("");
});

test("has settings that are read as they are written", async () => {
  const { settings } = await loadProject(path.join(project.folder, "documented"));
  expect(settings).toEqual({
    dags: "src/pipelines",
    generated: "airflow/dags",
    airflow: ["2.11", "3.3"],
    external: { sharp: "ship", "better-sqlite3": "installed" },
    loader: { ...defaultSettings.loader, ".html": "text" },
    types: true,
    defaults: { retries: 3, retryDelay: 300 },
    files: ["windsock.config.ts"],
  });
});

test("has a DAG that prints an imported text", async () => {
  expect(await project.windsock("build", "--timeout", "60")).toMatchObject({ exitCode: 0 });
  const { stderr } = await project.bundle("top-cities/show.mjs", []);
  expect(stderr).toContain("select city from listings");
});

test("says all that can be said", () => {
  const fields = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect([...fields, "files"].sort()).toEqual(Object.keys(defaultSettings).sort());
});
