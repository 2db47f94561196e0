import { describe, expect, test } from "vitest";
import { SeenUsers } from "../../../../dags-ts/searches/clean/repeats/seen-users.ts";
import { UserAtHand } from "../../../../dags-ts/searches/clean/repeats/user-at-hand.ts";
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
    const ids = ["7", "07", "seven", "7.0", "007", "é", '"7"'];
    const { stats } = await cleanLines([...ids, "7"].map((id) => row(id, 1)));
    expect(stats).toMatchObject({ users: ids.length, rows: { kept: ids.length, duplicates: 1 } });
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

  test("ends its first pass when a user comes again, whatever comes then", async () => {
    const { passes, stats } = await cleanLines([row("1", 1), row("1", 2), "damaged", row("3", 3)], {
      chunkBytes: 100,
    });
    expect(passes).toBe(3);
    expect(stats).toMatchObject({ users: 2, rows: { read: 4, kept: 3, rejected: 1 } });
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

/** More than are told at once, and far enough from each other for each to take its own room. */
const MANY = 50_000;

describe("users", () => {
  test.each([
    ["close numbers", (index: number) => 1000 + index],
    ["numbers far from each other", (index: number) => index * 1_000_003],
    ["texts", (index: number) => `user ${index}`],
  ])("who are %s are counted, however often they come", (_, idOf) => {
    const seen = new SeenUsers();
    const user = new UserAtHand();
    const add = (id: number | string) => {
      if (typeof id === "number") user.setNumber(id);
      else {
        const { buffer, byteOffset, byteLength } = Buffer.from(id);
        user.setText(new DataView(buffer, byteOffset, byteLength), 0, byteLength);
      }
      return seen.add(user);
    };
    for (let index = 0; index < MANY; index++) expect(add(idOf(index))).toBe(false);
    expect(seen.count()).toBe(MANY);
    expect(add(idOf(3))).toBe(true);
    add(idOf(MANY - 1));
    add(idOf(MANY - 1));
    expect(seen.count()).toBe(MANY);
    expect(seen.rows).toBe(MANY + 3);
    seen.close();
  });
});
