import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Audience, audienceCsv } from "../../../dags-ts/report/figures/audience.ts";
import { totalsOf } from "../../../dags-ts/report/figures/clean-totals.ts";
import { formatCsvLine } from "../../../dags-ts/searches/csv-line.ts";
import { BucketFolder, bucket } from "../bucket-folder.ts";
import { cleanKey, cleanRun, sourceKey } from "../clean-run.ts";
import { collect } from "../collect.ts";
import { search, searchRecords } from "../search-text.ts";
import { header, manyRows, rowOf } from "../source-rows.ts";

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

async function cleanObject() {
  const store = await folder.store();
  const info = await store.head(bucket, cleanKey);
  return { store, bucket, key: cleanKey, size: info?.size ?? 0, etag: info?.etag ?? "" };
}

async function audienceText(users: Audience = { rental: 0, sale: 0, both: 0, unspecified: 0 }) {
  return (await collect(audienceCsv(await cleanObject(), users))).join("");
}

async function audienceOf(source: string) {
  await folder.put(sourceKey, header + source);
  const { value } = await cleanRun(folder);
  const users: Audience = { rental: 0, sale: 0, both: 0, unspecified: 0 };
  const text = await audienceText(users);
  return { users, rows: parse(text) as string[][], stats: value };
}

const rental = { type: "Rental" } as const;
const sale = { type: "Sales" } as const;
const none = { type: null } as const;

describe("whom to email", () => {
  test("is told by what their valid searches are for", async () => {
    const { users, rows } = await audienceOf(
      rowOf(1, { ...rental, search_id: 7 }, { ...none, search_id: 8 }) +
        rowOf(2, { ...sale, search_id: 9 }) +
        rowOf(3, { ...sale, search_id: 10 }, { ...rental, search_id: 11 }) +
        rowOf(4, { ...none, search_id: 12 }) +
        // A search that is not valid says nothing.
        rowOf(5, { ...sale, clicks: 2 }, { ...rental, search_id: 13 }),
    );
    expect(rows).toEqual([
      ["user_id", "segment", "search_ids"],
      ["1", "rental", "7 8"],
      ["2", "sale", "9"],
      ["3", "both", "10 11"],
      ["4", "unspecified", "12"],
      ["5", "rental", "13"],
    ]);
    expect(users).toEqual({ rental: 2, sale: 1, both: 1, unspecified: 1 });
  });

  test("has each user once, who may have several rows", async () => {
    const { users, rows, stats } = await audienceOf(
      rowOf(1, { ...rental, search_id: 7 }) +
        manyRows(3) +
        rowOf(1, { ...sale, search_id: 9 }, { ...rental, search_id: 7 }),
    );
    expect(rows.filter(([user]) => user === "1")).toEqual([["1", "both", "7 1 9"]]);
    expect(rows).toHaveLength(1 + stats.users);
    expect(users).toEqual({ rental: 2, sale: 0, both: 1, unspecified: 0 });
  });

  test("is written as it is, whatever a user's id holds", async () => {
    const ids = ['<script>alert("1")</script>, "x"', 'two\n"lines"', "7"];
    const { rows } = await audienceOf(
      ids.map((id) => formatCsvLine([id, searchRecords([search()])])).join(""),
    );
    expect(rows.slice(1)).toEqual(ids.map((id) => [id, "rental", "1"]));
  });

  test("has the searches of a user with many rows in their order, each once", async () => {
    const rowsOfOne = Array.from({ length: 3000 }, (_, index) =>
      rowOf(7, { search_id: 3000 - index }, { search_id: 1_000_000 + (index % 5), type: "Sales" }),
    );
    const others = [rowOf(8, { search_id: 3 }), rowOf(8, { search_id: 2 })];
    const { rows, users, stats } = await audienceOf(others.join("") + rowsOfOne.join("") + manyRows(3));
    expect(rows).toHaveLength(1 + stats.users);
    const ids = rows.find(([user]) => user === "7")?.[2]?.split(" ") ?? [];
    expect(ids).toHaveLength(3005);
    expect(ids.slice(0, 4)).toEqual(["3000", "1000000", "2999", "1000001"]);
    expect(rows.find(([user]) => user === "8")).toEqual(["8", "rental", "3 2"]);
    expect(users).toEqual({ rental: 4, sale: 0, both: 1, unspecified: 0 });
  });

  test("starts no program in a spreadsheet", async () => {
    const formulas = ["=cmd|'/c calc'!A1", "+1", "-1", "@a", "\tx", "\r=1", " =1", "'=1", "＝1", "a;=1"];
    const { rows } = await audienceOf(
      [...formulas, "a=1", "49-1", "x@y.z"]
        .map((id) => formatCsvLine([id, searchRecords([search()])]))
        .join(""),
    );
    expect(rows.slice(1).map(([id]) => id)).toEqual([
      ...formulas.slice(0, -1).map((id) => `'${id}`),
      "a;=1",
      "a=1",
      "49-1",
      "x@y.z",
    ]);
    // Nor where a semicolon separates columns.
    expect((await audienceText()).split("\n").filter((line) => /^[^"]*;/.test(line))).toEqual([]);
  });

  test("is nobody on a day without valid searches", async () => {
    const { users, rows } = await audienceOf(rowOf(1, { enabled: false }));
    expect(rows).toHaveLength(1);
    expect(users).toEqual({ rental: 0, sale: 0, both: 0, unspecified: 0 });
  });
});

describe("the totals of a clean data set", () => {
  test("are the day's figures", async () => {
    const quoted = formatCsvLine(['a "b",\n1,2,3,4,5\n c', searchRecords([search(sale), search(none)])]);
    const { stats } = await audienceOf(manyRows(2000) + quoted + rowOf(5, sale, sale, none) + quoted);
    const { users, searches, rental, sale: forSale, none: untyped } = stats;
    expect(await totalsOf(await cleanObject())).toEqual({
      users,
      searches,
      rental,
      sale: forSale,
      none: untyped,
    });
  });

  test("count a user once, who may have many rows or share a place with another one", async () => {
    const ids = ["7", "07", "ä", '"7"', "x".repeat(500), "9007199254740993", "9007199254740992"];
    const rows = Array.from({ length: 700 }, (_, index) =>
      formatCsvLine([ids[index % ids.length] ?? "", searchRecords([search({ search_id: 100 + index })])]),
    );
    const { stats } = await audienceOf(manyRows(10) + rows.join(""));
    expect(stats.users).toBe(16);
    expect(await totalsOf(await cleanObject())).toMatchObject({ users: 16, searches: 710 });
  });

  test.each([
    ["another header", "a,b\n", "Its first row is not the header"],
    ["nothing", "", "It is empty"],
  ])("are not read from %s", async (_, text, message) => {
    await folder.put(cleanKey, text);
    await expect(totalsOf(await cleanObject())).rejects.toThrow(message);
  });

  test("name the row that does not end in its counts", async () => {
    await audienceOf(manyRows(3));
    await folder.put(cleanKey, `${(await folder.read(cleanKey)).trimEnd()}x\n`);
    await expect(totalsOf(await cleanObject())).rejects.toThrow("Row 4 does not end in five counts.");
  });
});
