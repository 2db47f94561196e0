import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLines } from "../../../dags-ts/objects/read-lines.ts";
import { collect } from "../collect.ts";

async function* chunksOf(bytes: Buffer, length: number) {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}

const read = (text: string | Buffer, chunkLength = 64 * 1024) =>
  collect(readLines(chunksOf(Buffer.from(text), chunkLength)));

describe("the lines of a file", () => {
  test("end with \\n or \\r\\n, the last one perhaps with neither", async () => {
    expect(await read("a\nb\r\n\r\nc\rd\n")).toEqual([{ first: 1, lines: ["a", "b", "", "c\rd"] }]);
    expect(await read("a\nb")).toEqual([{ first: 1, lines: ["a", "b"] }]);
    expect(await read("\n\n")).toEqual([{ first: 1, lines: ["", ""] }]);
  });

  test("are none in an empty file", async () => {
    expect(await read("")).toEqual([]);
  });

  test("are the same however the file comes in, and know their numbers", async () => {
    const line = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\r"), maxLength: 20 });
    const file = fc.array(line, { minLength: 1, maxLength: 30 }).map((lines) => `${lines.join("\n")}\n`);
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 70_001 }), async (text, chunkLength) => {
        const long = text.repeat(Math.ceil(600_000 / Buffer.byteLength(text)));
        const expected = long
          .slice(0, -1)
          .split("\n")
          .map((one) => one.replace(/\r$/, ""));
        const blocks = await read(long, Math.max(chunkLength, 1000));
        expect(blocks.flatMap(({ lines }) => lines)).toEqual(expected);
        let next = 1;
        for (const { first, lines } of blocks) {
          expect(first).toBe(next);
          next += lines.length;
        }
        expect(blocks.length).toBeGreaterThan(1);
      }),
      { numRuns: 20 },
    );
  });

  test("show bytes that are not UTF-8 as U+FFFD", async () => {
    expect(await read(Buffer.from([0x61, 0xff, 0x0a]))).toEqual([{ first: 1, lines: ["a\uFFFD"] }]);
  });

  test("may be long, but not without end", async () => {
    const long = "x".repeat(1_000_000);
    const blocks = await read(`a\n${long}\nb\n`);
    expect(blocks.flatMap(({ lines }) => lines).map(({ length }) => length)).toEqual([1, 1_000_000, 1]);
    await expect(read(`a\n${"x".repeat(17 * 1024 * 1024)}`, 1024 * 1024)).rejects.toThrow(
      "Line 2 is longer than 16 MiB. Expected one user a line.",
    );
  });
});
