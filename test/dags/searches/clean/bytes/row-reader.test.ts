import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unread } from "../../../../../dags-ts/searches/clean/bytes/byte-reader.ts";
import { writeCleanRow } from "../../../../../dags-ts/searches/clean/bytes/clean-row-writer.ts";
import { OutputBlock } from "../../../../../dags-ts/searches/clean/bytes/output-block.ts";
import { notNumeric, RowReader } from "../../../../../dags-ts/searches/clean/bytes/row-reader.ts";
import { writeNumber } from "../../../../../dags-ts/searches/clean/bytes/write-number.ts";
import { formatCleanRow } from "../../../../../dags-ts/searches/clean/clean-row.ts";
import { formatCsvLine } from "../../../../../dags-ts/searches/csv-line.ts";
import { MalformedRowError } from "../../../../../dags-ts/searches/malformed-row-error.ts";
import { isValid } from "../../../../../dags-ts/searches/search.ts";
import { parseUserRow } from "../../../../../dags-ts/searches/user-row.ts";
import { search, searches, searchRecords, searchYaml, yamlSearches } from "../../../search-text.ts";

const PADDING = 32;
const raw = String.raw;

interface Read {
  /** The row of the clean data set; empty when there is no valid search. */
  readonly clean: string;
  readonly ids: readonly number[];
  readonly clicks: readonly number[];
}

/** One for all rows, as it learns from those before. */
const readers = Array.from({ length: 5 }, (_, minClicks) => new RowReader(minClicks));

/** Reads the line byte by byte; null when it is left to the other parser. */
function readBytes(line: string, minClicks = 3): Read | null {
  const length = Buffer.byteLength(line);
  const bytes = Buffer.alloc(7 + length + 1 + PADDING, "#");
  bytes.write(`${line}\n`, 7);
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const row = readers[minClicks] as RowReader;
  row.open(bytes, words);
  const next = row.read(7);
  if (next === unread) return null;
  expect(next).toBe(7 + length + 1);
  const { start, end } = row.userId;
  if (row.userNumber !== notNumeric) {
    expect(String(row.userNumber)).toBe(bytes.subarray(start, end).toString());
  }
  const output = new OutputBlock();
  if (row.searches.length > 0) writeCleanRow(row, output);
  const numbers = (column: Float64Array) => [...column.subarray(0, row.searches.length)];
  return {
    clean: Buffer.from(output.take()).toString(),
    ids: numbers(row.searches.ids),
    clicks: numbers(row.searches.clicks),
  };
}

/** The same by way of strings and objects; null when the line is malformed. */
function readText(line: string, minClicks = 3): Read | null {
  try {
    const row = parseUserRow(line.replace(/\r$/, ""));
    const valid = row.searches.filter((one) => isValid(one, minClicks));
    return {
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
const userId = fc.oneof(number.map(String), fc.stringMatching(/^[a-zé0][a-z0-9 ,"é-]{0,20}$/));
const userData = fc.oneof(
  fc.array(searches({ search_id: number }), { maxLength: 8 }).map(searchRecords),
  fc.array(yamlSearches, { maxLength: 5 }).map(searchYaml),
);
/** Two columns, quoted where they have to be, or both. */
const line = fc
  .tuple(userId, userData, fc.boolean(), fc.constantFrom("", "\r"))
  // Perhaps a blank line, which is told by its text.
  .filter(([id, data]) => data !== "" || /^(0|[1-9]\d{0,14})$/.test(id))
  .map(([id, data, isQuoted, end]) => {
    const columns = [id, data];
    const quoted = columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(",");
    return (isQuoted ? quoted : formatCsvLine(columns).slice(0, -1)) + end;
  });

describe("a well-formed row", () => {
  test("is read from its bytes, whatever its form, and written as from its text", () => {
    fc.assert(
      fc.property(line, fc.nat(4), (text, minClicks) => {
        const read = readBytes(text, minClicks);
        expect(read).not.toBeNull();
        expect(read).toEqual(readText(text, minClicks));
      }),
      { numRuns: 3000 },
    );
  });

  test("may hold any number of searches", () => {
    const all = Array.from({ length: 3000 }, (_, id) => search({ search_id: id }));
    const text = `1,${searchRecords(all)}`;
    expect(readBytes(text)).toEqual(readText(text));
  });

  test.each([
    "0",
    "7",
    "-7",
    "-0",
    "00",
    "0.5",
    "0.50",
    "0.000001",
    "0.0000001",
    "-12.25",
    "1.",
    ".5",
    "1e5",
    "1e21",
    "1e+21",
    "1E+21",
    "5e-7",
    "0x10",
    "123456789012345",
    "1234567890123456",
    "12345678901234567",
    "9007199254740993",
    "1234567.12345678",
    "12345678.12345678",
    "Infinity",
    "NaN",
    "-",
    "2018-03-23 01:08:14.53 Z",
    "1.2.3",
    "",
  ])("has a value that is a number in JSON only where nothing of it is lost: %s", (value) => {
    const text = `7,${searchRecords([search({ price: value })])}`;
    expect(readBytes(text)).not.toBeNull();
    expect(readBytes(text)).toEqual(readText(text));
  });

  const good = `7,${searchRecords([search()])}`;
  test.each([
    ["a field less: listings", good.replace(raw`:listings:4\\n`, "")],
    ["a field less: type", good.replace(raw`\\n:type:Rental`, "")],
    ["no field but two", raw`7,--\\n-:search_id:1\\n:enabled:True\n`],
    ["long names", good.replace(":created_at:", `:${"n".repeat(60)}:1\\\\n:${"m".repeat(14)}:`)],
    ["short names", good.replace(":created_at:", raw`:a:1\\n:b:`)],
    [
      "names that differ in their middle",
      good.replace(":created_at:", raw`:aaaaaaaaaaaaaaaa:1\\n:aaaaaaaabaaaaaaa:`),
    ],
    [
      "many names",
      good.replace(":created_at:", `${Array.from({ length: 90 }, (_, at) => raw`:f${at}:1\\n`).join("")}:z:`),
    ],
    ["a user without searches, of the older export", raw`u7,--- []\\n`],
    [
      "a search that is recommended nothing",
      raw`7,---\\n- :search_id: 1\\n  :enabled: true\\n  :recommended:\\n`,
    ],
  ])("may have %s", (_, text) => {
    for (const minClicks of [0, 3]) {
      expect(readBytes(text, minClicks)).not.toBeNull();
      expect(readBytes(text, minClicks)).toEqual(readText(text, minClicks));
    }
  });
});

describe("what is not read from its bytes", () => {
  test("is all that deviates from a well-formed row", () => {
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
      { numRuns: 10_000 },
    );
  });

  const good = `7,${searchRecords([search()])}`;
  const yaml = raw`7,---\\n- :search_id: 1\\n  :enabled: true\\n`;
  const wholeRows = ["7,", raw`7,---\\n- :search_id: 1\\n`];
  test.each([
    ["a zero before a number", good.replace("clicks:3", "clicks:03")],
    ["a number of 16 digits", good.replace("clicks:3", "clicks:1000000000000000")],
    ["a number that is none", good.replace("clicks:3", "clicks:")],
    ["another flag", good.replace("True", "TRUE")],
    ["another type", good.replace("Rental", "Rent")],
    ["a field twice", good.replace(":created_at:", ":clicks:")],
    ["an unknown field twice", good.replace(":created_at:", raw`:a:1\\n:a:`)],
    ["no search_id", good.replace(raw`:search_id:1\\n`, "")],
    ["a name of other letters", good.replace(":created_at:", ":créé:")],
    ["a text after the last record", `${good}x`],
    ["a carriage return in it", good.replace("20210702", "2021\r0702")],
    ["a quote in it", good.replace("20210702", '2021"0702')],
    ["a comma in it", good.replace("20210702", "2021,0702")],
    ["no user", good.replace("7,", ",")],
    ["no user in quotes", good.replace("7,", '"",')],
    ["text behind a quoted column", good.replace("7,", '"7"8,')],
    ["a third column", `${good},`],
    ["no comma", "7"],
    ["nothing", ""],
    ["commas alone", ",,"],
    ["spaces alone", " , "],
    ["a byte order mark", `\uFEFF${good}`],
    ["a line of listings where none belongs", `${yaml}  - 1${raw`\\n`}`],
    ["a nested field where none belongs", `${yaml}    :a: 1${raw`\\n`}`],
    ["a list that is none", `${yaml}  :listings: 7${raw`\\n`}`],
    ["no space before a nested value", `${yaml}  :recommended:${raw`\\n`}    :type:Sales${raw`\\n`}`],
    ["no space before a value", `${yaml}  :note:x${raw`\\n`}`],
    ["no list of searches", raw`7,---\\n`],
    ["a cut off end mark", raw`7,---\\n- :search_id: 1\\`],
  ])("for one, %s", (_, text) => {
    expect(readBytes(text)).toBeNull();
  });

  test("is bytes that are no UTF-8", () => {
    const text = Buffer.from(`${good.replace("20210702", "é")}\n${"#".repeat(PADDING)}`, "latin1");
    const row = new RowReader(3);
    row.open(text, new DataView(text.buffer, text.byteOffset, text.length));
    expect(row.read(0)).toBe(unread);
  });

  test.each([
    ...Array.from({ length: good.length }, (_, length) => good.slice(0, length)),
    ...Array.from({ length: yaml.length }, (_, length) => yaml.slice(0, length)),
  ])("and nothing is read past the end of %s", (cut) => {
    const bytes = Buffer.from(`${cut}\n${"#".repeat(PADDING)}`);
    const row = new RowReader(3);
    row.open(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
    expect(row.read(0)).toBe(wholeRows.includes(cut) ? cut.length + 1 : unread);
  });
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
