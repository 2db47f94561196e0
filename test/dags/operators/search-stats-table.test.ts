import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Warehouse, warehouse } from "windsock/hooks";
import { runOperator } from "windsock/testing";
import { createSearchStatsTable } from "../../../dags-ts/operators/create-search-stats-table.ts";
import { loadStatsRedshift } from "../../../dags-ts/operators/load-stats-redshift.ts";
import { connectionToJson } from "../../../src/model/connection/connection.ts";
import { type PostgresServer, startPostgres } from "../../services/postgres.ts";
import { quietServices } from "../bucket-folder.ts";

let server: PostgresServer;
let database: Warehouse;
let connections: { warehouse: string };

beforeAll(async () => {
  server = await startPostgres();
  connections = { warehouse: connectionToJson(server.connection()) };
  database = await warehouse.open(server.connection(), quietServices());
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});
beforeEach(async () => {
  await database.query("drop table if exists public.search_stats");
});

const create = () => runOperator(createSearchStatsTable, { input: {}, connections });

const statsOf = (day: string, rental = 2) => ({
  day,
  users: 3,
  searches: rental + 3,
  rental,
  sale: 1,
  none: 2,
  rows: { read: 10, kept: 3, withoutValidSearch: 5, duplicates: 1, rejected: 1 },
});
const load = (day: string, rental?: number) =>
  runOperator(loadStatsRedshift, { input: { stats: statsOf(day, rental) }, connections });

const rows = () => database.query("select * from public.search_stats order by day");

describe("the table of daily figures", () => {
  test("is created with the columns of the original, in their order", async () => {
    await create();
    const columns = await database.query(
      `select column_name, data_type from information_schema.columns
       where table_schema = 'public' and table_name = 'search_stats' order by ordinal_position`,
    );
    expect(columns.map(({ column_name, data_type }) => `${column_name} ${data_type}`)).toEqual([
      "day date",
      "num_users integer",
      "num_searches integer",
      "num_rental_searches integer",
      "num_sale_searches integer",
      "num_none_searches integer",
    ]);
  });

  test("is left as it is when it is there", async () => {
    await create();
    await load("2021-07-02");
    await create();
    expect(await rows()).toHaveLength(1);
  });

  test("is created once by runs that start together", async () => {
    for (let round = 0; round < 5; round += 1) {
      await database.query("drop table if exists public.search_stats");
      await Promise.all(Array.from({ length: 8 }, create));
      expect(await rows()).toEqual([]);
    }
  });

  test("is created though another run is just about to create it", async () => {
    let created: Promise<unknown> | undefined;
    await database.transaction(async (transaction) => {
      await transaction.query("create table public.search_stats (day date)");
      created = create();
      // It has found no table and waits for this transaction.
      await expect
        .poll(async () => database.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'"))
        .toHaveLength(1);
    });
    await created;
    expect(await rows()).toEqual([]);
  });

  test("is missed by name when it is not there", async () => {
    await expect(load("2021-07-02")).rejects.toThrow(/search_stats.* does not exist/);
  });
});

describe("a day's row", () => {
  beforeEach(create);

  test("holds the day's figures", async () => {
    const { log, value } = await load("2021-07-02");
    expect(value).toEqual({ day: "2021-07-02", users: 3, searches: 5 });
    expect(await rows()).toEqual([
      {
        day: "2021-07-02",
        num_users: 3,
        num_searches: 5,
        num_rental_searches: 2,
        num_sale_searches: 1,
        num_none_searches: 2,
      },
    ]);
    expect(log.join("\n")).toContain("2021-07-02: 10 rows read");
  });

  test("is replaced by a later run of the day, and others stay", async () => {
    await load("2021-07-02");
    await load("2021-07-03");
    await load("2021-07-02", 7);
    expect((await rows()).map((row) => [row.day, row.num_rental_searches])).toEqual([
      ["2021-07-02", 7],
      ["2021-07-03", 2],
    ]);
  });

  test("is there once after many runs of the day at the same time", async () => {
    await Promise.all(Array.from({ length: 8 }, (_, index) => load("2021-07-02", index)));
    expect(await rows()).toHaveLength(1);
  });

  test("is not touched by figures that do not add up", async () => {
    await load("2021-07-02");
    const wrong = { ...statsOf("2021-07-02"), searches: 99 };
    await expect(runOperator(loadStatsRedshift, { input: { stats: wrong }, connections })).rejects.toThrow(
      "rental, sale and none do not add up to searches",
    );
    expect(await rows()).toMatchObject([{ num_searches: 5 }]);
  });
});
