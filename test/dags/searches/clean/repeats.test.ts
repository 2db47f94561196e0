import { describe, expect, test } from "vitest";
import { RowSorter } from "windsock/data";
import { findRepeats } from "../../../../dags-ts/searches/clean/repeats/find-repeats.ts";
import { inPasses } from "../../../../dags-ts/searches/clean/repeats/in-passes.ts";
import type { Pass } from "../../../../dags-ts/searches/clean/repeats/pass.ts";
import { firstTextKey, userKey } from "../../../../dags-ts/searches/clean/repeats/user-key.ts";
import { typeCodes, ValidSearches } from "../../../../dags-ts/searches/valid-searches.ts";
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

const text = (content: string) => Buffer.from(`${content}\n`);

describe("rows of a user", () => {
  test("are repeats only when their bytes are equal, whatever their hash", () => {
    const sorter = new RowSorter();
    const texts = ["1,a", "1,b", "1,a", "1,b", "1,c"];
    for (const [line, content] of texts.entries()) {
      sorter.add({ key: 1, hash: 5, line, numbers: [line], text: text(content) });
    }
    const repeats = findRepeats(sorter);
    expect(texts.map((_, line) => repeats?.lines.has(line))).toEqual([false, false, true, true, false]);
    expect(repeats?.furtherRows).toBe(2);
  });

  test("cannot be told when two users share a key", () => {
    const sorter = new RowSorter();
    for (const [line, content] of ['"x, y",a', "xy,a"].entries()) {
      sorter.add({ key: firstTextKey, hash: line, line, numbers: [], text: text(content) });
    }
    expect(findRepeats(sorter)).toBeNull();
  });
});

test("Two users who share a key are told apart by other keys: all passes are made again", async () => {
  const searches = new ValidSearches();
  searches.add(1, 3, 0, typeCodes.rental);
  // As a number, the second user's id is the key that the first one has by chance.
  const users = ["x", userKey("x", 0)];
  const passes: string[] = [];
  const go = (name: string) => async (pass: Pass) => {
    passes.push(name);
    for (const [line, userId] of users.entries()) {
      pass.keeps({ userId, line, searches, text: () => text(`${userId},a`) });
    }
    return pass.isFinal() ? "published" : null;
  };
  expect(await inPasses({ publish: go("publish"), read: go("read") })).toBe("published");
  expect(passes).toEqual(["publish", "read", "publish"]);
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
