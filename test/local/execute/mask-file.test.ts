import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { maskFile } from "../../../src/local/execute/mask-file.ts";

let folder: string;
let log: string;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "mask-"));
  log = path.join(folder, "attempt-1.log");
});

afterEach(() => rmSync(folder, { recursive: true }));

const masker = (text: string) => text.replaceAll("hunter2", "***");

test("secrets are taken out of a log, and a last line without an end is kept", async () => {
  writeFileSync(log, "one hunter2\ntwo\nhunter2");
  await maskFile(log, masker);
  expect(readFileSync(log, "utf8")).toBe("one ***\ntwo\n***\n");
});

test("a log without secrets stays as it is, to the byte", async () => {
  writeFileSync(log, "one\r\ntwo");
  await maskFile(log, masker);
  expect(readFileSync(log, "utf8")).toBe("one\r\ntwo");
});

test("masking that fails leaves no second copy of the log lying", async () => {
  writeFileSync(log, "hunter2\ntwo\n");
  const failing = (text: string) => {
    if (text === "two") throw new Error("broken");
    return masker(text);
  };
  await expect(maskFile(log, failing)).rejects.toThrow("broken");
  expect(readdirSync(folder)).toEqual(["attempt-1.log"]);
});
