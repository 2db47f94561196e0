import { CsvError, parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCsvLine, parseCsvLine } from "../../../dags-ts/searches/csv-line.ts";
import { MalformedRowError } from "../../../dags-ts/searches/malformed-row-error.ts";

const raw = String.raw;
const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", '"', ",", "\n", "\r", " ", "\\", ";") });
const columns = fc.array(text, { minLength: 2, maxLength: 5 });

describe("a CSV line", () => {
  test("that was written is read by any RFC 4180 reader, many of them in a file", () => {
    fc.assert(
      fc.property(fc.array(columns, { maxLength: 5 }), (rows) => {
        const file = rows.map(formatCsvLine).join("");
        expect(parse(file, { record_delimiter: "\n", relax_column_count: true })).toEqual(rows);
      }),
    );
  });

  test("is read back when none of its columns goes on in another line", () => {
    const oneLine = columns.map((all) => all.map((column) => column.replaceAll("\n", "")));
    fc.assert(
      fc.property(oneLine, (row) => {
        expect(parseCsvLine(formatCsvLine(row).slice(0, -1))).toEqual(row);
      }),
    );
  });

  test("is read as by a library, or refused as by it", () => {
    const codes: Partial<Record<CsvError["code"], string>> = {
      CSV_QUOTE_NOT_CLOSED: "a quoted column is not closed on its line",
      CSV_INVALID_CLOSING_QUOTE: "text follows the closing quote of a column",
      INVALID_OPENING_QUOTE: "a quote stands inside an unquoted column",
    };
    const outcome = (read: () => unknown) => {
      try {
        return read();
      } catch (error) {
        return error instanceof CsvError ? codes[error.code] : (error as Error).message;
      }
    };
    const line = fc.string({
      unit: fc.constantFrom('"', '"', ",", "a", " ", "\r"),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(line, (text) => {
        const options = { record_delimiter: "\n", relax_column_count: true };
        expect(outcome(() => parseCsvLine(text))).toEqual(outcome(() => parse(text, options)[0]));
      }),
      { numRuns: 2000 },
    );
  });

  test("is quoted only where that is needed", () => {
    expect(formatCsvLine([1320, raw`--\\n-:type:\n`, "[]", 0])).toBe(`${raw`1320,--\\n-:type:\n,[],0`}\n`);
    expect(formatCsvLine(['a "b"', "c,d", " e"])).toBe('"a ""b""","c,d", e\n');
  });

  test.each([
    ['1,"abc', "a quoted column is not closed on its line"],
    ['1,"abc"d', "text follows the closing quote of a column"],
    ['1,ab"c', "a quote stands inside an unquoted column"],
  ])("with the misplaced quote of %s is refused", (line, reason) => {
    expect(() => parseCsvLine(line)).toThrow(MalformedRowError);
    expect(() => parseCsvLine(line)).toThrow(reason);
  });
});
