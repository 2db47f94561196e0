import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readTry, TryFile } from "../../../src/local/memory/try-file.ts";
import { Masker } from "../../../src/model/secrets/masker.ts";

let folder: string;
let log: string;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "try-file-"));
  log = path.join(folder, "attempt-1.log");
});
afterEach(() => rmSync(folder, { recursive: true }));

const masker = (secret: string) => new Masker({ connections: [], variables: { api_token: secret } });

test("a try is kept with what it was given and what it returned, masked before it is on disk", () => {
  const file = new TryFile(log, [masker("of-the-task"), masker("of-another-task")]);
  file.began({ url: "http://of-the-task@x", upstream: "of-another-task" });
  expect(readTry(log)).toMatchObject({
    began: { input: { value: { url: "http://***@x", upstream: "***" }, isCut: false } },
    ended: null,
  });
  file.ended({ kind: "success", value: { said: "of-the-task" } });
  expect(readTry(log).ended).toMatchObject({ result: "success", output: { value: { said: "***" } } });
  const kept = path.join(folder, "attempt-1.jsonl");
  expect(readFileSync(kept, "utf8")).not.toMatch(/of-the-task|of-another-task/);
  expect(statSync(kept).mode & 0o777).toBe(0o600);
});

test("a failure is kept with its reason, and without an output", () => {
  const file = new TryFile(log, []);
  file.began(null);
  file.ended({ kind: "error", reason: "exit code 1" });
  expect(readTry(log).ended).toEqual({
    kind: "ended",
    at: expect.any(String),
    result: "error",
    reason: "exit code 1",
  });
});

test("what a killed runner left of a line is passed over, and nothing is changed", () => {
  const file = new TryFile(log, []);
  file.began({ n: 1 });
  const kept = path.join(folder, "attempt-1.jsonl");
  appendFileSync(kept, '{"kind":"ended","at":"20');
  const before = readFileSync(kept, "utf8");
  expect(readTry(log)).toMatchObject({ began: { input: { value: { n: 1 } } }, ended: null });
  expect(readFileSync(kept, "utf8")).toBe(before);
});

test("a try of which nothing is kept has nothing to show", () => {
  expect(readTry(log)).toEqual({ began: null, ended: null });
});

test("a place where nothing can be written fails no task", () => {
  writeFileSync(path.join(folder, "file"), "");
  const file = new TryFile(path.join(folder, "file", "attempt-1.log"), []);
  file.began({});
  file.ended({ kind: "success", value: null });
  expect(readTry(path.join(folder, "nothing", "attempt-1.log"))).toEqual({ began: null, ended: null });
});
