import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { cleanHeader } from "../../../../dags-ts/searches/clean/clean-row.ts";
import { UniqueSearches } from "../../../../dags-ts/searches/clean/unique-searches.ts";
import { ValidSearches } from "../../../../dags-ts/searches/valid-searches.ts";
import { collect } from "../../collect.ts";
import { search, searchRecords } from "../../search-text.ts";
import { cleanLines, lineOf } from "./clean-lines.ts";

describe("a user", () => {
  test("stays with their valid searches, which are counted by type", async () => {
    const user = {
      id: "1320",
      searches: [
        search({ type: "Rental", listings: 4 }),
        search({ type: "Sales", listings: 3 }),
        search({ type: null, listings: 3 }),
        search({ clicks: 2 }),
        search({ enabled: false }),
      ],
    };
    const [row] = parse<Record<string, string>>(cleanHeader + (await cleanLines([lineOf(user)])).kept, {
      columns: true,
    });
    expect(row).toEqual({
      user_id: "1320",
      user_data: searchRecords(user.searches),
      valid_search_data: JSON.stringify(user.searches.slice(0, 3)),
      num_eligible_searches: "3",
      avg_listings: "4",
      num_rental_search_type: "1",
      num_sale_search_type: "1",
      none_search_type: "1",
    });
  });

  test("does not stay without a valid search, or without any search", async () => {
    const { kept, rejected, stats } = await cleanLines([
      lineOf({ id: "1", searches: [search({ clicks: 2 })] }),
      "2,",
    ]);
    expect([kept, rejected]).toEqual(["", ""]);
    expect(stats.rows).toMatchObject({ read: 2, kept: 0, withoutValidSearch: 2 });
  });

  test("has valid searches by the clicks that are asked for", async () => {
    const lines = [lineOf({ id: "1", searches: [search({ clicks: 2 }), search({ clicks: 3 })] })];
    expect((await cleanLines(lines, { minClicks: 2 })).stats.searches).toBe(2);
    expect((await cleanLines(lines, { minClicks: 3 })).stats.searches).toBe(1);
  });

  test("who comes twice with the same data counts once, and with other data is one user in two rows", async () => {
    const first = lineOf({ id: "1", searches: [search()] });
    const { stats } = await cleanLines([
      first,
      first,
      lineOf({ id: "1", searches: [search({ search_id: 2 })] }),
      first,
    ]);
    expect(stats).toMatchObject({ users: 1, searches: 2, rows: { read: 4, kept: 2, duplicates: 2 } });
  });
});

describe("unique searches", () => {
  test("sum clicks, count users once, keep the type seen first, and are ordered as numbers", async () => {
    const { unique } = await cleanLines([
      lineOf({ id: "a", searches: [search({ search_id: 10 }), search({ search_id: 9, type: "Sales" })] }),
      lineOf({ id: "b", searches: [search({ search_id: 10, clicks: 5, type: null })] }),
      lineOf({
        id: "a",
        searches: [search({ search_id: 10, clicks: 4 }), search({ search_id: 8, clicks: 1 })],
      }),
    ]);
    expect(unique).toBe("search_id,type,clicks,users\n9,Sales,3,1\n10,Rental,12,2\n");
  });
});

describe("a row that cannot be read", () => {
  test("is rejected with its line in the source, the reason and its text; the others are not affected", async () => {
    const good = lineOf({ id: "1", searches: [search()] });
    const { rejected, stats, reasons } = await cleanLines([
      "1,a,b",
      "",
      good,
      '2,"open',
      '"',
      "3",
      ",5",
      "\xFF,",
      "4,x",
    ]);
    expect(parse(rejected)).toEqual([
      ["line", "reason", "raw"],
      ["2", "the line does not have 2 columns", "1,a,b"],
      ["5", "a quoted column is not closed on its line", '2,"open'],
      ["6", "a quoted column is not closed on its line", '"'],
      ["7", "the line does not have 2 columns", "3"],
      ["8", "user_id is empty", ",5"],
      ["9", "the line is not UTF-8 text", "\uFFFD,"],
      ["10", expect.stringContaining("user_data does not go on with a search record"), "4,x"],
    ]);
    expect(stats.rows).toEqual({ read: 8, kept: 1, withoutValidSearch: 0, duplicates: 0, rejected: 7 });
    expect(reasons[0]?.[1]).toBe(2);
  });
});

describe("a line that holds no row", () => {
  const good = lineOf({ id: "1", searches: [search()] });

  test("is counted as none, and told with the first one's number", async () => {
    const lines = [
      good,
      "",
      "\r",
      "  \t",
      ",,,",
      "\uFEFF",
      lineOf({ id: "2", searches: [search()] }),
      "\u001A",
    ];
    const { stats, emptyLines } = await cleanLines(lines);
    expect(stats.rows).toMatchObject({ read: 2, kept: 2, rejected: 0 });
    expect(emptyLines).toEqual({ count: 6, first: 3 });
  });

  test("is not one that holds anything", async () => {
    const { stats, emptyLines } = await cleanLines([good, "x", ',"",', "\0", "''"]);
    expect(stats.rows).toMatchObject({ read: 5, rejected: 4 });
    expect(emptyLines.count).toBe(0);
  });
});

describe("a byte order mark", () => {
  test("is no part of an id, wherever files were put one behind the other", async () => {
    const [one, two] = [
      lineOf({ id: "1", searches: [search()] }),
      lineOf({ id: "a, b", searches: [search()] }),
    ];
    const { kept, stats } = await cleanLines([one, `\uFEFF${two}`, `\uFEFF${one}`]);
    expect(parse(kept).map(([id]: string[]) => id)).toEqual(["1", "a, b"]);
    expect(stats.rows).toMatchObject({ kept: 2, duplicates: 1 });
  });
});

test("the character that stands for what could not be decoded is one like others", async () => {
  const { kept, stats } = await cleanLines([lineOf({ id: "a\uFFFD", searches: [search()] })]);
  expect(parse(kept)[0]?.[0]).toBe("a\uFFFD");
  expect(stats.rows).toMatchObject({ kept: 1, rejected: 0 });
});

describe("clicks", () => {
  test("that cannot be added up exactly are refused", async () => {
    const unique = new UniqueSearches();
    const searches = new ValidSearches();
    searches.add(7, Number.MAX_SAFE_INTEGER, 1, 0);
    unique.addRow(searches);
    expect(Buffer.concat(await collect(unique.csv())).toString()).toContain("\n7,,9007199254740991,1\n");
    unique.addRow(searches);
    await expect(collect(unique.csv())).rejects.toThrow(
      "The clicks of search 7 add up to more than 9007199254740991, the most that is supported.",
    );
    unique.close();
  });
});

describe("a quoted column", () => {
  const note = (text: string) => search({ note: text });
  const good = lineOf({ id: "9", searches: [search()] });

  test("may hold line breaks, wherever the blocks are cut", async () => {
    const user = { id: "two\nlines", searches: [note("a,\r\nb\n\nc"), search({ clicks: 1 })] };
    for (const chunkBytes of [7, 50, 64 * 1024]) {
      const { kept, stats } = await cleanLines([good, lineOf(user), good], { chunkBytes });
      const rows = parse<Record<string, string>>(cleanHeader + kept, { columns: true });
      expect(rows.map(({ user_id }) => user_id)).toEqual(["9", user.id]);
      expect(rows[1]).toMatchObject({
        user_data: searchRecords(user.searches),
        valid_search_data: JSON.stringify([user.searches[0]]),
      });
      expect(stats.rows).toEqual({ read: 3, kept: 2, withoutValidSearch: 0, duplicates: 1, rejected: 0 });
    }
  });

  test("counts its lines, so that those behind it have their numbers", async () => {
    const { rejected } = await cleanLines([lineOf({ id: "a\nb", searches: [] }), "broken"]);
    expect(parse(rejected)[1]).toEqual(["4", "the line does not have 2 columns", "broken"]);
  });

  test.each([7, 64 * 1024])(
    "that is never closed costs its own line only, in chunks of %i",
    async (chunkBytes) => {
      const lines = ['1,"a', good, '2,"b', "3,", '4,"', good];
      const { rejected, stats } = await cleanLines(lines, { chunkBytes });
      expect(parse(rejected).map(([line]: string[]) => line)).toEqual(["line", "2", "4", "6"]);
      expect(stats.rows).toEqual({ read: 6, kept: 1, withoutValidSearch: 1, duplicates: 1, rejected: 3 });
    },
  );

  test("that goes on for too long is taken for one that is never closed", async () => {
    const many = Array.from({ length: 2000 }, (_, id) => lineOf({ id: `${id}`, searches: [search()] }));
    const { stats } = await cleanLines(['x,"', ...many, '"'], { chunkBytes: 10_000 });
    expect(stats.rows).toMatchObject({ read: 2002, kept: 2000, rejected: 2 });
  });
});
