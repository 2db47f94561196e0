import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RowSorter } from "../../src/data/sort/row-sorter.ts";
import type { KeyedRow } from "../../src/data/sort/stored-row.ts";

const row = fc.record({
  key: fc.oneof(fc.nat(3), fc.maxSafeNat()),
  hash: fc.oneof(fc.nat(1), fc.maxSafeNat()),
  numbers: fc.array(fc.maxSafeNat(), { maxLength: 3 }),
  text: fc.uint8Array({ maxLength: 200 }),
});

function sorted(rows: readonly KeyedRow[], memory: number): KeyedRow[] {
  const sorter = new RowSorter({ memory });
  for (const one of rows) sorter.add(one);
  try {
    return Array.from(sorter.sorted(), ({ key, hash, line, numbers, text }) => ({
      key,
      hash,
      line,
      numbers,
      text: new Uint8Array(text),
    }));
  } finally {
    sorter.close();
  }
}

describe("rows", () => {
  test.each([
    ["in memory", 2 ** 20],
    ["on disk", 0],
    ["on disk in part", 1000],
  ])("come back by key, hash and line, as they were: %s", (_, memory) => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const numbered = rows.map((one, line) => ({ ...one, line }));
        const expected = [...numbered].sort((a, b) => a.key - b.key || a.hash - b.hash || a.line - b.line);
        expect(sorted(numbered, memory)).toEqual(expected);
      }),
    );
  });

  test("may be longer than what is read from disk at a time", () => {
    const long = (length: number, line: number) => ({
      key: 1,
      hash: 1,
      line,
      numbers: [],
      text: new Uint8Array(length).fill(line),
    });
    const rows = [long(300_000, 1), long(10, 2), long(70_000, 3), long(1_000_000, 4)];
    const lengths = sorted(rows, 0).map(({ line, text }) => [line, text.length, text.at(0), text.at(-1)]);
    expect(lengths).toEqual([
      [1, 300_000, 1, 1],
      [2, 10, 2, 2],
      [3, 70_000, 3, 3],
      [4, 1_000_000, 4, 4],
    ]);
  });
});
