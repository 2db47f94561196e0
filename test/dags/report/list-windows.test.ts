// A list is the same list in whatever windows it is read.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ObjectStore } from "windsock/hooks";
import { DaySearches } from "../../../dags-ts/report/figures/day-searches.ts";
import { windowsFor } from "../../../dags-ts/report/figures/list-windows.ts";
import { BucketFolder, bucket } from "../bucket-folder.ts";

const key = "unique.csv";
let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

async function read(text: string, bytes: number, ahead: boolean, between?: () => Promise<unknown>) {
  await folder.put(key, text);
  const store: ObjectStore = await folder.store();
  const { size = 0, etag = "" } = (await store.head(bucket, key)) ?? {};
  const list = new DaySearches(
    { day: "2021-07-02", unique: { store, bucket, key, size, etag } },
    { bytes, ahead },
  );
  const found: unknown[] = [];
  try {
    while (await list.next()) {
      found.push([list.searchId, list.type, list.clicks, list.users]);
      await between?.();
    }
  } finally {
    await list.close();
  }
  return found;
}

const rows = Array.from({ length: 300 }, (_, index): [number, string, number, number] => [
  index * index * 1_000_003,
  ["Rental", "Sales", ""][index % 3] ?? "",
  index + 1,
  (index % 7) + 1,
]);
const text = `search_id,type,clicks,users\n${rows.map((row) => `${row.join(",")}\n`).join("")}`;

describe("a list", () => {
  test.each([
    [64, true],
    [64, false],
    [97, true],
    [5000, false],
    [1_000_000, true],
  ])("is read whole in windows of %i bytes, ahead: %s", async (bytes, ahead) => {
    expect(await read(text, bytes, ahead)).toEqual(rows);
    // Without the last line feed, too.
    expect(await read(text.slice(0, -1), bytes, ahead)).toEqual(rows);
  });

  test("may have numbers that are too long to be usual", async () => {
    const list = "search_id,type,clicks,users\n007,,0000000000000000012,1\n9007199254740991,Sales,3,1\n";
    expect(await read(list, 100, false)).toEqual([
      [7, "", 12, 1],
      [Number.MAX_SAFE_INTEGER, "Sales", 3, 1],
    ]);
  });

  test("that is replaced while it is read is no mixture of both", async () => {
    const replace = () => folder.put(key, text.replaceAll("Rental", "Sales"));
    await expect(read(text, 64, false, replace)).rejects.toMatchObject({ name: "ObjectChangedError" });
  });

  test("with a line longer than a window names it", async () => {
    await expect(read(`${text}${"9".repeat(300)}\n1,,1,1\n`, 128, true)).rejects.toThrow(
      `line 302 is no search (a number, its type, clicks and users): "${"9".repeat(60)}..."`,
    );
  });
});

test("many lists together take no more than few, down to windows that are still of use", () => {
  for (const lists of [0, 1, 23, 365, 800]) {
    const { bytes } = windowsFor(lists);
    expect(2 * bytes * lists).toBeLessThanOrEqual(32 * 2 ** 20);
    expect(bytes).toBeLessThanOrEqual(512 * 1024);
  }
  expect(windowsFor(10_000)).toEqual({ bytes: 16 * 1024, ahead: false });
  expect(windowsFor(23).ahead).toBe(true);
});
