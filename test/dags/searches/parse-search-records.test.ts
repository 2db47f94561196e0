import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MalformedRowError } from "../../../dags-ts/searches/malformed-row-error.ts";
import { parseSearchRecords } from "../../../dags-ts/searches/parse-search-records.ts";
import { searches, searchRecords } from "../search-text.ts";

const raw = String.raw;
const record = raw`--\\n-:search_id:2385460\\n:enabled:True\\n:clicks:4\\n:created_at:20210701\\n:listings:3\\n:type:Sales\n`;

describe("the records of the current export", () => {
  test("give typed searches, an empty type being none", () => {
    const second = raw`--\\n-:search_id:7\\n:enabled:False\\n:clicks:8\\n:created_at:20210701\\n:listings:3\\n:type:\n`;
    expect(parseSearchRecords(record + second)).toEqual([
      { search_id: 2385460, enabled: true, clicks: 4, created_at: 20210701, listings: 3, type: "Sales" },
      { search_id: 7, enabled: false, clicks: 8, created_at: 20210701, listings: 3, type: null },
    ]);
  });

  test("are read back as they were written, in the same order of fields", () => {
    fc.assert(
      fc.property(fc.array(searches(), { maxLength: 12 }), (written) => {
        const read = parseSearchRecords(searchRecords(written));
        expect(JSON.stringify(read)).toBe(JSON.stringify(written));
      }),
    );
  });

  test("may lack all fields but search_id", () => {
    expect(parseSearchRecords(raw`--\\n-:search_id:5\n`)).toEqual([
      { search_id: 5, enabled: false, clicks: 0, listings: 0, type: null },
    ]);
  });

  test("keep unknown fields as numbers only where no digit is lost", () => {
    const [search] = parseSearchRecords(
      raw`--\\n-:search_id:5\\n:price:-1.5\\n:code:007\\n:id:12345678901234567890\\n:at:10:30\n`,
    );
    expect(search).toMatchObject({ price: -1.5, code: "007", id: "12345678901234567890", at: "10:30" });
  });

  test("may be none", () => {
    expect(parseSearchRecords("")).toEqual([]);
  });

  test.each([
    ["clicks is not a whole number written in digits", raw`:clicks:4`, raw`:clicks:four`],
    ["clicks is not a whole number written in digits", raw`:clicks:4`, raw`:clicks:`],
    ["clicks is not a whole number written in digits", raw`:clicks:4`, raw`:clicks:-4`],
    ["clicks is not a whole number written in digits", raw`:clicks:4`, raw`:clicks:4.5`],
    ["clicks is not a whole number written in digits", raw`:clicks:4`, raw`:clicks: 4`],
    ["listings is not a whole number written in digits", raw`:listings:3`, raw`:listings:0x3`],
    ["search_id is larger than 9007199254740991, the most that is supported", "2385460", "9007199254740992"],
    ["clicks has leading zeros", raw`:clicks:4`, raw`:clicks:04`],
    ["clicks is larger than 999999999, the most that is supported", raw`:clicks:4`, raw`:clicks:1000000000`],
    ["listings is not a whole number written in digits", raw`:listings:3`, raw`:listings:3.0`],
    ["a search has no search_id", ":search_id:", ":searched:"],
    ["enabled is none of True, true, False and false", ":True", ":yes"],
    ["type is not Rental, Sales or empty", ":Sales", ":Sale"],
    ["a search record has a field twice", ":listings:", ":clicks:"],
    ["a search record is cut off", raw`Sales\n`, "Sales"],
    ["a search record is cut off", raw`Sales\n`, raw`Sales\\n`],
    ["a search record is cut off", raw`\\n:clicks`, raw`\\\n:clicks`],
    ["a search record is cut off", ":clicks:", ":__proto__:"],
    ["user_data does not go on with a search record", raw`--\\n-`, raw`--\n-`],
    ["user_data does not go on with a search record", "--", ""],
    ["user_data does not go on with a search record", raw`\\n:clicks`, raw`\n:clicks`],
  ])("are rejected when %s", (reason, found, replacement) => {
    const broken = record + record.replace(found, replacement);
    expect(() => parseSearchRecords(broken)).toThrow(MalformedRowError);
    expect(() => parseSearchRecords(broken)).toThrow(reason);
  });

  test("are read or rejected, whatever was done to them", () => {
    const damage = fc.record({
      text: fc.array(searches(), { minLength: 1, maxLength: 3 }).map(searchRecords),
      position: fc.nat(),
      removed: fc.nat(4),
      inserted: fc.stringMatching(/^[\\n:a-z0-9-]{0,4}$/),
    });
    fc.assert(
      fc.property(damage, ({ text, position, removed, inserted }) => {
        const at = position % text.length;
        const damaged = text.slice(0, at) + inserted + text.slice(at + removed);
        try {
          for (const { clicks, listings, search_id } of parseSearchRecords(damaged)) {
            expect([clicks, listings, search_id].every(Number.isSafeInteger)).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedRowError);
        }
      }),
    );
  });
});
