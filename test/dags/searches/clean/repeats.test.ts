import { describe, expect, test } from "vitest";
import { fingerprint, KeyFilter, NumberSet, RowSorter } from "windsock/data";
import { findRepeats, SharedKeyError } from "../../../../dags-ts/searches/clean/repeats/find-repeats.ts";
import { firstTextKey, userKey } from "../../../../dags-ts/searches/clean/repeats/user-key.ts";
import { search } from "../../search-text.ts";
import { cleanLines, lineOf } from "./clean-lines.ts";

describe("a day", () => {
  const row = (id: string, ...ids: number[]) =>
    lineOf({ id, searches: ids.map((search_id) => search({ search_id })) });

  test("is read once when no user comes twice", async () => {
    const { passes, stats } = await cleanLines([row("1", 1), row("2", 1), row("x", 1)]);
    expect([passes, stats.users]).toEqual([1, 3]);
  });

  test("is read once when only rows without valid searches come twice", async () => {
    const row = lineOf({ id: "1", searches: [search({ enabled: false })] });
    expect((await cleanLines([row, row])).passes).toBe(1);
  });

  test("is read three times when a user comes twice", async () => {
    const { passes, stats } = await cleanLines([row("1", 1), row("2", 1), row("1", 2)]);
    expect(passes).toBe(3);
    expect(stats).toMatchObject({ users: 2, searches: 3, rows: { kept: 3, duplicates: 0 } });
  });

  test("tells equal columns from equal text: one is a repeat however it is quoted", async () => {
    const [id = "", data = ""] = row("1", 1).split(",");
    const { stats, kept } = await cleanLines([`${id},${data}`, `"${id}","${data}"`, `${id},${data}\r`]);
    expect(stats.rows).toMatchObject({ kept: 1, duplicates: 2 });
    expect(kept.split("\n")).toHaveLength(2);
  });

  test("takes 7, 07 and seven for different users", async () => {
    const { stats } = await cleanLines(["7", "07", "seven", "7.0"].map((id) => row(id, 1)));
    expect(stats).toMatchObject({ users: 4, rows: { duplicates: 0 } });
  });

  test("counts a user once for each search, in however many rows and records it is", async () => {
    const { unique } = await cleanLines([
      row("a", 1, 1, 2),
      row("b", 1),
      row("a", 1, 3),
      row("a", 1, 3),
      row("a", 3, 2),
    ]);
    expect(unique).toBe("search_id,type,clicks,users\n1,Rental,12,2\n2,Rental,6,1\n3,Rental,6,1\n");
  });

  test("may consist of one user's rows, with more searches than are held in memory", async () => {
    const lines = Array.from({ length: 140 }, (_, at) =>
      row("a", ...Array.from({ length: 500 }, (_, id) => at * 400 + id)),
    );
    const { stats, unique } = await cleanLines([...lines, ...lines.slice(5, 15)], {
      chunkBytes: 1024 * 1024,
    });
    expect(stats).toMatchObject({ users: 1, rows: { kept: 140, duplicates: 10 } });
    const users = unique.trim().split("\n").slice(1);
    expect(users).toHaveLength(139 * 400 + 500);
    expect(users.every((line) => line.endsWith(",1"))).toBe(true);
  });
});

describe("rows of a user", () => {
  const text = (content: string) => Buffer.from(`${content}\n`);

  test("are repeats only when their bytes are equal, whatever their hash", () => {
    const sorter = new RowSorter();
    const texts = ["1,a", "1,b", "1,a", "1,b", "1,c"];
    for (const [line, content] of texts.entries()) {
      sorter.add({ key: 1, hash: 5, line, numbers: [line], text: text(content) });
    }
    const { lines, furtherRows } = findRepeats(sorter);
    expect(texts.map((_, line) => lines.has(line))).toEqual([false, false, true, true, false]);
    expect(furtherRows).toBe(2);
  });

  test("cannot be told when two users share a key, so that another seed is tried", () => {
    const sorter = new RowSorter();
    for (const [line, content] of ['"x, y",a', "xy,a"].entries()) {
      sorter.add({ key: firstTextKey, hash: line, line, numbers: [], text: text(content) });
    }
    expect(() => findRepeats(sorter)).toThrow(SharedKeyError);
  });
});

describe("the key of a user", () => {
  test("is the number they are, or one that no number has", () => {
    expect(userKey(58_333_657, 0)).toBe(58_333_657);
    const keys = Array.from({ length: 2000 }, (_, index) => userKey(`user ${index}`, 0));
    expect(new Set(keys).size).toBe(2000);
    for (const key of keys) {
      expect(key).toBeGreaterThanOrEqual(firstTextKey);
      expect(Number.isSafeInteger(key)).toBe(true);
    }
  });

  test("is another one with another seed", () => {
    expect(userKey("x", 0)).not.toBe(userKey("x", 1));
  });
});

test("Fingerprints of similar bytes spread over all their bits", () => {
  const high = new Set<number>();
  const low = new Set<number>();
  for (let number = 0; number < 4096; number++) {
    const print = fingerprint(Buffer.from(`${number}`));
    high.add(Math.floor(print / 2 ** 40));
    low.add(print % 4096);
  }
  // Of 4096 random draws from 4096 values, 63 % differ.
  expect(high.size).toBeGreaterThan(2450);
  expect(low.size).toBeGreaterThan(2450);
});

test("A filter never forgets a key, and takes few others for one", () => {
  const filter = new KeyFilter(1000);
  for (let key = 0; key < 1000; key++) filter.add(key * 7919);
  for (let key = 0; key < 1000; key++) expect(filter.mayHave(key * 7919)).toBe(true);
  const others = Array.from({ length: 1000 }, (_, key) => key * 7919 + 1);
  expect(others.filter((key) => filter.mayHave(key)).length).toBeLessThan(150);
});

test("A set of lines has those that were added", () => {
  const lines = new NumberSet();
  const added = [0, 1, 31, 32, 32_767, 32_768, 5_000_000_000];
  for (const line of added) lines.add(line);
  for (const line of added) expect(lines.has(line)).toBe(true);
  for (const line of [2, 30, 33, 32_766, 32_769, 5_000_000_001, 1e12]) expect(lines.has(line)).toBe(false);
});
