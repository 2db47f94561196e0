import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineBlocks, readableBytes } from "../../../../src/hooks/object-store/packed/line-blocks.ts";
import { chunksOf } from "../../../dags/chunks-of.ts";

/** The text of each block. */
async function read(text: string | Buffer, chunkLength = 64 * 1024): Promise<string[]> {
  const texts: string[] = [];
  for await (const { bytes, start, end } of lineBlocks(chunksOf(Buffer.from(text), chunkLength))) {
    expect(bytes.length).toBeGreaterThanOrEqual(end + readableBytes);
    texts.push(Buffer.from(bytes.subarray(start, end)).toString("latin1"));
  }
  return texts;
}

describe("the lines of a file", () => {
  test("are whole in each block, and each has a line feed", async () => {
    expect(await read("a\nb\r\n\r\nc\rd\n")).toEqual(["a\nb\r\n\r\nc\rd\n"]);
    expect(await read("a\nb")).toEqual(["a\nb\n"]);
    expect(await read("\n\n")).toEqual(["\n\n"]);
  });

  test("are none in an empty file", async () => {
    expect(await read("")).toEqual([]);
  });

  test("are the same however the file comes in", async () => {
    const line = fc.string({ unit: fc.constantFrom("a", "b", "\r", "\xff"), maxLength: 90 });
    const file = fc.array(line, { minLength: 1, maxLength: 30 }).map((lines) => `${lines.join("\n")}\n`);
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 400 }), async (text, chunkLength) => {
        const texts = await read(Buffer.from(text, "latin1"), chunkLength);
        for (const one of texts) expect(one.endsWith("\n")).toBe(true);
        expect(texts.join("")).toBe(text);
      }),
    );
  });

  test("come in blocks of half a megabyte at most, whatever the size of a chunk", async () => {
    const text = "0123456789\n".repeat(300_000);
    const texts = await read(text, 2 * 1024 * 1024);
    expect(texts.join("")).toBe(text);
    for (const one of texts) expect(one.length).toBeLessThanOrEqual(512 * 1024);
    expect(texts.length).toBeLessThan(10);
  });

  test("may be long, but not without end", async () => {
    const long = "x".repeat(1_000_000);
    expect((await read(`a\n${long}\nb\n`)).join("")).toBe(`a\n${long}\nb\n`);
    await expect(read(`a\n${"x".repeat(17 * 1024 * 1024)}`, 1024 * 1024)).rejects.toThrow(
      "It has a line of more than 16 MiB. Expected a text file of lines.",
    );
  });
});
