// docs/your-own-project.md shows what a new project has. Its commands are run by test/package/init.package.test.ts.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { command } from "./init-folder.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const template = path.join(repository, "template");
const page = readFileSync(path.join(repository, "docs/your-own-project.md"), "utf8");

const blocks = [...page.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)];

test.each(blocks.map(([, file = "", code]) => [file, code]))("shows %s as it is", (file, code) => {
  expect(readFileSync(path.join(template, file), "utf8")).toBe(code);
});

test("names files and scripts that a new project has", () => {
  const files = [...page.matchAll(/^\| `([^`*]+\.[^`]+|[^`*]+\/)`/gm)].map(([, file = ""]) => file);
  expect(files.length).toBeGreaterThan(5);
  const inTemplate = (file: string) =>
    [file, file.replace(/^\./, "_"), `_${file}`].some((name) => existsSync(path.join(template, name)));
  expect(files.filter((file) => !inTemplate(file))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync(path.join(template, "_package.json"), "utf8"));
  const named = [...page.matchAll(/npm (?:run (\w+)|(start|test))\b/g)].map(
    ([, script, own]) => script ?? own,
  );
  expect(named.length).toBeGreaterThan(4);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});

test("lists the options that there are", async () => {
  const { stdout } = await execa(process.execPath, [command, "init", "--help"]);
  const options = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, option]) => option).sort();
  expect(options(page, /^\| `(--[a-z-]+)/gm)).toEqual(options(stdout, /^ {2}(--[a-z-]+)/gm));
});

test("leads to files that are there", () => {
  const links = [...page.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target]) => target ?? "");
  expect(links.filter((target) => !existsSync(path.join(repository, "docs", target)))).toEqual([]);
});
