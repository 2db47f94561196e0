// docs/testing.md and docs/debugging.md: their tests pass in a new project, and their commands do what they say.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";

const repository = path.resolve(import.meta.dirname, "../..");
const page = (name: string) => readFileSync(path.join(repository, "docs", name), "utf8");
const testing = page("testing.md");
const debugging = page("debugging.md");

let folder: string;

beforeAll(() => {
  const parent = path.join(repository, "out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "docs-"));
  for (const name of ["dags-ts", "sample-data"])
    cpSync(path.join(repository, "template", name), path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{ "name": "first-dags", "type": "module" }');
  // Else this repository's would hold.
  writeFileSync(path.join(folder, "vitest.config.js"), "export default {};\n");
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(repository, path.join(folder, "node_modules/windsock"));
  for (const name of ["zod", "vitest"])
    symlinkSync(path.join(repository, "node_modules", name), path.join(folder, "node_modules", name));
});

afterAll(() => rmSync(folder, { recursive: true }));

const run = (file: string, args: readonly string[]) =>
  execa(file, args, { cwd: folder, reject: false, env: { NO_COLOR: "1", CI: "" } });

test("the tests of docs/testing.md pass", async () => {
  const blocks = [...testing.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)];
  expect(blocks.length).toBe(testing.match(/^```ts$/gm)?.length);
  for (const [, file = "", code = ""] of blocks) writeFileSync(path.join(folder, file), code);
  const vitest = path.join(repository, "node_modules/vitest/vitest.mjs");
  const names = blocks.map(([, file = ""]) => file);
  const { exitCode, stdout, stderr } = await run(process.execPath, [
    vitest,
    "run",
    "--root",
    folder,
    ...names,
  ]);
  expect([exitCode, stdout, stderr]).toEqual([0, expect.stringMatching(/Tests +\d+ passed/), ""]);
  expect(stdout).toContain(`${blocks.length} passed`);
});

test("the commands of docs/debugging.md do what they say", async () => {
  const blocks = [...debugging.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
  const commands = blocks.flatMap((block) => block.trimEnd().split("\n"));
  const main = path.join(repository, "dist/cli/main.js");
  const said: string[] = [];
  for (const command of commands) {
    const [first = "", ...args] = command.replace(/^npx windsock/, `node ${main}`).split(" ");
    const { exitCode, stdout, stderr } = await run(first, args);
    expect({ command, exitCode, stdout, stderr }).toEqual({ command, exitCode: 0, stdout, stderr });
    said.push(stdout + stderr);
  }
  expect(said.find((text) => text.includes('"average": 300000'))).toBeDefined();
  expect(said.find((text) => text.includes("Logs: out/logs/daily-listings/2026-01-01/"))).toBeDefined();
  expect(said.filter((text) => text.includes("INFO    3 listings, 300000 EUR on average"))).toHaveLength(1);
  expect(said.filter((text) => text.includes("INFO    0 listings, 300000 EUR on average"))).toHaveLength(1);
  const options = [...debugging.matchAll(/^\| `(--[a-z-]+)/gm)].map(([, option]) => option);
  expect([...(said.at(-1)?.matchAll(/^ {2}(--[a-z-]+)|\[(--[a-z-]+)/gm) ?? [])].length).toBeGreaterThan(0);
  for (const option of options) expect(said.at(-1)).toContain(option);
});
