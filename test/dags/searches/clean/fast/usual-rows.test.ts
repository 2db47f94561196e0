import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCleanRow } from "../../../../../dags-ts/searches/clean/clean-row.ts";
import { writeCleanRow } from "../../../../../dags-ts/searches/clean/fast/clean-row-writer.ts";
import { OutputBlock } from "../../../../../dags-ts/searches/clean/fast/output-block.ts";
import { UsualRow, unusual } from "../../../../../dags-ts/searches/clean/fast/usual-row.ts";
import { writeNumber } from "../../../../../dags-ts/searches/clean/fast/write-number.ts";
import { MalformedRowError } from "../../../../../dags-ts/searches/malformed-row-error.ts";
import { isValid, type Search } from "../../../../../dags-ts/searches/search.ts";
import { parseUserRow } from "../../../../../dags-ts/searches/user-row.ts";
import { search, searchRecords } from "../../../search-text.ts";

const PADDING = 32;

interface Read {
  readonly userId: string;
  /** The row of the clean data set; empty when there is no valid search. */
  readonly clean: string;
  readonly ids: readonly number[];
  readonly clicks: readonly number[];
}

/** Reads the line byte by byte; null when it is left to the other parser. */
function readBytes(line: string, minClicks = 3): Read | null {
  const bytes = Buffer.alloc(7 + Buffer.byteLength(line) + 1 + PADDING, "#");
  bytes.write(`${line}\n`, 7);
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const row = new UsualRow(minClicks);
  row.open(bytes, words);
  const next = row.read(7);
  if (next === unusual) return null;
  expect(next).toBe(7 + Buffer.byteLength(line) + 1);
  const output = new OutputBlock();
  if (row.searches.length > 0) writeCleanRow(row, words, 7, output);
  const numbers = (column: Float64Array) => [...column.subarray(0, row.searches.length)];
  return {
    userId: String(row.userId),
    clean: Buffer.from(output.take()).toString(),
    ids: numbers(row.searches.ids),
    clicks: numbers(row.searches.clicks),
  };
}

/** The same by way of strings and objects; null when the line is malformed. */
function readText(line: string, minClicks = 3): Read | null {
  try {
    const row = parseUserRow(line);
    const valid = row.searches.filter((one) => isValid(one, minClicks));
    return {
      userId: row.userId,
      clean: valid.length === 0 ? "" : formatCleanRow(row, valid),
      ids: valid.map(({ search_id }) => search_id),
      clicks: valid.map(({ clicks }) => clicks),
    };
  } catch (error) {
    if (error instanceof MalformedRowError) return null;
    throw error;
  }
}

const number = fc.oneof(
  fc.nat(12),
  fc.nat(),
  fc.nat(999_999).map((n) => n * 1_000_000_007),
);
const count = fc.oneof(fc.nat(6), fc.nat(999_999_999));
const searches: fc.Arbitrary<Search[]> = fc.array(
  fc.record({
    search_id: number,
    enabled: fc.boolean(),
    clicks: count,
    created_at: number,
    listings: count,
    type: fc.constantFrom("Rental", "Sales", null),
  }),
  { maxLength: 12 },
);
const line = fc.tuple(number, searches).map(([id, all]) => `${id},${searchRecords(all)}`);

describe("a usual row", () => {
  test("is read and written as by the parser of all rows", () => {
    fc.assert(
      fc.property(line, fc.nat(4), (text, minClicks) => {
        const read = readBytes(text, minClicks);
        expect(read).not.toBeNull();
        expect(read).toEqual(readText(text, minClicks));
      }),
      { numRuns: 500 },
    );
  });

  test("may hold any number of searches", () => {
    const all = Array.from({ length: 3000 }, (_, id) => search({ search_id: id }));
    const text = `1,${searchRecords(all)}`;
    expect(readBytes(text)).toEqual(readText(text));
  });

  test("is left to the parser of all rows when anything in it deviates", () => {
    const damage = fc.record({
      text: line,
      position: fc.nat(),
      removed: fc.nat(3),
      inserted: fc.oneof(fc.stringMatching(/^[\\n:a-z0-9"',\r -]{0,3}$/), fc.constantFrom("é", "\uFFFD")),
    });
    fc.assert(
      fc.property(damage, ({ text, position, removed, inserted }) => {
        const at = position % (text.length + 1);
        const damaged = text.slice(0, at) + inserted + text.slice(at + removed);
        const read = readBytes(damaged);
        if (read !== null) expect(read).toEqual(readText(damaged));
      }),
      { numRuns: 5000 },
    );
  });

  const good = `7,${searchRecords([search()])}`;
  test.each([
    ["a zero before a number", good.replace("clicks:3", "clicks:03")],
    ["a number of 16 digits", good.replace("clicks:3", "clicks:1000000000000000")],
    ["a number that is none", good.replace("clicks:3", "clicks:")],
    ["another flag", good.replace("True", "true")],
    ["another type", good.replace("Rental", "Rent")],
    ["a field more", good.replace(String.raw`Rental\n`, String.raw`Rental\\n:price:3\n`)],
    ["a field less", good.replace(String.raw`:listings:4\\n`, "")],
    ["a text after the last record", `${good}x`],
    ["a carriage return", `${good}\r`],
    ["a user who is no number", good.replace("7,", "u7,")],
    ["a quoted user", good.replace("7,", '"7",')],
    ["no comma", "7"],
    ["nothing", ""],
  ])("has not: %s", (_, text) => {
    expect(readBytes(text)).toBeNull();
  });

  test.each(Array.from({ length: good.length }, (_, length) => length))(
    "is not read past its end when it is cut off after %i characters",
    (length) => {
      const cut = good.slice(0, length);
      const bytes = Buffer.from(`${cut}\n${"#".repeat(PADDING)}`);
      const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const row = new UsualRow(3);
      row.open(bytes, words);
      expect(row.read(0)).toBe(cut === "7," ? 3 : unusual);
    },
  );
});

test("Numbers are written as their digits", () => {
  const bytes = new Uint8Array(30);
  fc.assert(
    fc.property(fc.oneof(fc.nat(1000), fc.maxSafeNat(), fc.constantFrom(0, 9, 10, 99, 100)), (number) => {
      const end = writeNumber(number, bytes, 3);
      expect(Buffer.from(bytes.subarray(3, end)).toString()).toBe(String(number));
    }),
    { numRuns: 1000 },
  );
});
