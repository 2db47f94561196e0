// The sample data is the original data, and keeps its shape when there is more of it.
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dayAfter,
  type SearchDay,
  type SearchDaysOptions,
  searchDays,
} from "../../../../dags-ts/local/sample-data/search-days.ts";

// SHA-256 of the original files.
const ORIGINAL = new Map([
  ["2021-07-01", "d47e6d16433d876b86d06f3f11b05a83e707a56a9ee30b4616ddfff9ef5d1b33"],
  ["2021-07-29", "b81ca19ed7a33252f8fdb7b25c72ee83981896085caf0e85698fb8a238d8da21"],
]);

const HEADER = "user_id,user_data";
const SEARCH = String.raw`--\\\\n-:search_id:\d{1,7}\\\\n:enabled:(True|False)\\\\n:clicks:[1-9]\\\\n:created_at:20210701\\\\n:listings:[1-9]\\\\n:type:(Rental|Sales|)\\n`;

function textOf(day: SearchDay): string {
  return [...day.csv()].join("");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The first days, each handed to `read`, and what it made of them. */
function readDays<T>(count: number, options: SearchDaysOptions, read: (day: SearchDay) => T): T[] {
  const results: T[] = [];
  for (const day of searchDays(options)) {
    results.push(read(day));
    if (results.length === count) break;
  }
  return results;
}

describe("searchDays", () => {
  test("gives the original files to the byte", () => {
    const hashes = new Map(readDays(29, {}, (day) => [day.date, sha256(textOf(day))]));
    for (const [date, hash] of ORIGINAL) expect(hashes.get(date)).toBe(hash);
    expect(new Set(hashes.values()).size).toBe(29);
  });

  test("gives the same day when those before it were not read", () => {
    const last = readDays(29, {}, (day) => (day.date === "2021-07-29" ? sha256(textOf(day)) : null)).at(-1);
    expect(last).toBe(ORIGINAL.get("2021-07-29"));
  });

  test("gives the same day however much of those before it was read", () => {
    const options = { usersPerDay: 2000 };
    const expected = readDays(3, options, textOf).at(-1);
    const last = readDays(3, options, (day) => {
      if (day.date === "2021-07-03") return textOf(day);
      return day.csv().next().value;
    }).at(-1);
    expect(last).toBe(expected);
  });

  test("writes the first row of the original", () => {
    const [first] = readDays(1, {}, (day) => textOf(day).split("\n")[1]);
    expect(first).toBe(
      String.raw`1320,--\\n-:search_id:1221962\\n:enabled:False\\n:clicks:8\\n:created_at:20210701\\n:listings:3\\n:type:\n`,
    );
  });

  test("has one row a user, and one or ten searches in every tenth, for any number of users and any seed", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(2 ** 31 - 1), (usersPerDay, seed) => {
        const [lines = []] = readDays(1, { usersPerDay, seed }, (day) => textOf(day).split("\n"));
        expect([lines.at(0), lines.at(-1), lines.length]).toEqual([HEADER, "", usersPerDay + 2]);
        lines.slice(1, -1).forEach((line, index) => {
          const searches = (index + 1) % 10 === 0 ? `((${SEARCH}){1}|(${SEARCH}){10})` : SEARCH;
          expect(line).toMatch(new RegExp(`^${1320 + index},${searches}$`));
        });
      }),
      { numRuns: 20 },
    ));

  test("counts users on from day to day", () => {
    const ids = readDays(3, { usersPerDay: 2 }, (day) => textOf(day).match(/^\d+/gm));
    expect(ids).toEqual([
      ["1320", "1321"],
      ["1322", "1323"],
      ["1324", "1325"],
    ]);
  });

  test("hands out a day of a billion users in small pieces", () => {
    const chunks = searchDays({ usersPerDay: 1e9 }).next().value.csv();
    const sizes = Array.from({ length: 5 }, () => chunks.next().value?.length ?? 0);
    expect(Math.min(...sizes)).toBeGreaterThan(60_000);
    expect(Math.max(...sizes)).toBeLessThan(70_000);
  });
});

describe("dayAfter", () => {
  test("knows the ends of months and leap years", () => {
    expect(dayAfter("2021-07-31")).toBe("2021-08-01");
    expect(dayAfter("2021-12-31")).toBe("2022-01-01");
    expect(dayAfter("2024-02-28")).toBe("2024-02-29");
  });
});
