import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileReplacement, replaceFile } from "../../src/system/replace-file.ts";

let folder: string;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "replace-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a file has its new content, in a folder that is made for it, and nothing lies beside it", () => {
  const file = path.join(folder, "deep", "file.txt");
  replaceFile(file, "old");
  replaceFile(file, "new");
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(readdirSync(path.dirname(file))).toEqual(["file.txt"]);
});

test("what could not be put in place is removed", () => {
  const file = path.join(folder, "taken");
  mkdirSync(path.join(file, "by-a-folder"), { recursive: true });
  expect(() => replaceFile(file, "new")).toThrow();
  expect(readdirSync(folder)).toEqual(["taken"]);
});

test("a content that is discarded after it was committed stays", () => {
  const file = path.join(folder, "file.txt");
  replaceFile(file, "old");
  const replacement = new FileReplacement(file);
  replaceFile(replacement.unfinished, "new");
  replacement.commit();
  replacement.discard();
  expect(readFileSync(file, "utf8")).toBe("new");
});
