import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { daysBetween } from "../../../dags-ts/days/days.ts";
import type { AgreeingDay } from "../../../dags-ts/report/figures/day-objects.ts";
import { mergeSearches, type PeriodSearch } from "../../../dags-ts/report/figures/merge-searches.ts";
import { TopSearches } from "../../../dags-ts/report/figures/top-searches.ts";
import { BucketFolder, bucket } from "../bucket-folder.ts";
import { collect } from "../collect.ts";

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

interface Row {
  readonly id: number;
  readonly type: string;
  readonly clicks: number;
  readonly users: number;
}

const header = "search_id,type,clicks,users\n";

/** Days from 2021-07-02 on, with these texts as lists. */
async function daysOf(texts: readonly string[]): Promise<AgreeingDay[]> {
  const store = await folder.store();
  const days = daysBetween("2021-07-02", "2021-12-31").slice(0, texts.length);
  return Promise.all(
    days.map(async (day, index) => {
      const key = `unique/${day}.csv`;
      await folder.put(key, texts[index] ?? "");
      const info = await store.head(bucket, key);
      const unique = { store, bucket, key, size: info?.size ?? 0, etag: info?.etag ?? "" };
      return { day, unique, clean: unique };
    }),
  );
}

const listOf = (rows: readonly Row[]) =>
  header + rows.map(({ id, type, clicks, users }) => `${id},${type},${clicks},${users}\n`).join("");
const merged = async (texts: readonly string[]) => (await collect(mergeSearches(await daysOf(texts)))).flat();

/** The same by a map of all searches. */
function expected(days: readonly (readonly Row[])[]): PeriodSearch[] {
  const byId = new Map<number, PeriodSearch>();
  for (const { id, type, clicks, users } of days.flat()) {
    const known = byId.get(id) ?? { searchId: id, type, clicks: 0, userDays: 0, days: 0 };
    known.clicks += clicks;
    known.userDays += users;
    known.days += 1;
    byId.set(id, known);
  }
  return [...byId.values()].sort((a, b) => a.searchId - b.searchId);
}

const row = fc.record({
  id: fc.oneof(fc.nat(60), fc.maxSafeNat()),
  type: fc.constantFrom("Rental", "Sales", ""),
  clicks: fc.integer({ min: 1, max: 20 }),
  users: fc.integer({ min: 1, max: 3 }),
});
const day = fc
  .uniqueArray(row, { selector: ({ id }) => id, maxLength: 40 })
  .map((rows) => rows.sort((a, b) => a.id - b.id));

test("clicks that the days' lists cannot add up exactly are no figure", async () => {
  const most = listOf([{ id: 7, type: "", clicks: Number.MAX_SAFE_INTEGER, users: 1 }]);
  expect(await merged([most])).toMatchObject([{ clicks: Number.MAX_SAFE_INTEGER }]);
  await expect(merged([most, listOf([{ id: 7, type: "", clicks: 1, users: 1 }])])).rejects.toMatchObject({
    name: "UnreadableListError",
    day: "2021-07-03",
    message:
      "The clicks of search 7 up to this day add up to more than 9007199254740991, the most that is supported.",
  });
});

describe("the period's searches", () => {
  test("are those of its days, each once, with what the days have added up", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(day, { maxLength: 6 }), async (days) => {
        expect(await merged(days.map(listOf))).toEqual(expected(days));
      }),
      { numRuns: 60 },
    );
  });

  test("come in batches, whatever their number", async () => {
    const rows = Array.from({ length: 10_000 }, (_, id) => ({ id, type: "", clicks: 3, users: 1 }));
    const batches = await collect(mergeSearches(await daysOf([listOf(rows), listOf(rows)])));
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.flat()).toEqual(expected([rows, rows]));
  });

  test("are none when the days have none", async () => {
    expect(await merged([header, header])).toEqual([]);
    expect(await merged([])).toEqual([]);
  });

  test.each([
    ["an id that is no number", `${header}1,,3,1\nabc,,3,1\n`, 'line 3 is no search .*: "abc,,3,1"'],
    ["an id too large to be exact", `${header}9007199254740993,,3,1\n`, "line 2 is no search"],
    ["a type nobody knows", `${header}1,Swap,3,1\n`, "line 2 is no search"],
    ["a column too few", `${header}1,,3\n`, "line 2 is no search"],
    ["ids out of order", `${header}2,,3,1\n1,,3,1\n`, "line 3 comes out of order"],
    ["an id twice", `${header}2,,3,1\n2,,3,1\n`, "line 3 comes out of order"],
    ["another header", "id,clicks\n1,3\n", 'line 1 is not "search_id,type,clicks,users"'],
    ["nothing at all", "", "line 1 is missing"],
  ])("name the day, the object and the line of %s", async (_, text, message) => {
    const reading = merged([`${header}1,Rental,3,1\n`, text]);
    await expect(reading).rejects.toMatchObject({ name: "UnreadableListError", day: "2021-07-03" });
    await expect(merged([text])).rejects.toThrow(
      new RegExp(`unique/2021-07-02\\.csv cannot be read: ${message}`),
    );
  });
});

test("the first by clicks are kept, of equal ones those with the lower ids", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 12 }), (rows, limit) => {
      const top = new TopSearches(limit);
      const searches = expected([rows]);
      for (const search of searches) top.add(search);
      const sorted = [...searches].sort((a, b) => b.clicks - a.clicks || a.searchId - b.searchId);
      expect(top.list).toEqual(sorted.slice(0, limit));
    }),
  );
});
