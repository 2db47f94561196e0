// docs/your-own-project.md names what a new project has. Its commands are run by test/package/init.package.test.ts, and
// test/docs/ looks at its code and links.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { command } from "./init-folder.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const template = path.join(repository, "template");
const page = readFileSync(path.join(repository, "docs/your-own-project.md"), "utf8");

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
