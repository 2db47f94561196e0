import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { RecordTail } from "../../../src/local/memory/record-tail.ts";

let folder: string;
let file: string;
let tail: RecordTail<number>;

beforeEach(() => {
  const parent = path.resolve("out/test");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(path.join(parent, "tail-"));
  file = path.join(folder, "numbers.jsonl");
  tail = new RecordTail(file, z.number(), "a number");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("each record is read once, a line that is being written when it is whole", () => {
  expect(tail.read()).toEqual({ records: [], isNew: false });
  writeFileSync(file, "1\n2\n3");
  expect(tail.read()).toEqual({ records: [1, 2], isNew: true });
  expect(tail.read()).toEqual({ records: [], isNew: false });
  appendFileSync(file, "4\n5\n");
  expect(tail.read()).toEqual({ records: [34, 5], isNew: false });
  expect(readFileSync(file, "utf8")).toBe("1\n2\n34\n5\n");
});

test("another file in its place is read from its beginning, and one that is gone has no records", () => {
  writeFileSync(file, "1\n2\n");
  tail.read();
  rmSync(file);
  expect(tail.read()).toEqual({ records: [], isNew: true });
  writeFileSync(file, "7\n");
  expect(tail.read()).toEqual({ records: [7], isNew: true });
  writeFileSync(file, "");
  expect(tail.read()).toEqual({ records: [], isNew: true });
});

test("a line that is no record is named, as long as it is there", () => {
  writeFileSync(file, "1\n");
  tail.read();
  appendFileSync(file, '2\n"x"\n');
  for (let look = 0; look < 2; look += 1) {
    expect(() => tail.read()).toThrow(
      "numbers.jsonl, line 3, is not a number. Delete the file to begin afresh.",
    );
  }
});
