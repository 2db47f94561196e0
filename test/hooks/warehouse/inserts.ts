// The contract of warehouses: inserting rows.
import { expect, test } from "vitest";
import { quoteTable } from "../../../src/hooks/index.ts";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { countRows, createTable, withWarehouse } from "./tables.ts";

export function inserts(connection: Connection): void {
  test("inserts many rows, from an iterable or an async one", () =>
    withWarehouse(connection, async (db) => {
      const table = await createTable(db, "n int, day date, note text");
      async function* rows() {
        for (let n = 0; n < 10_000; n += 1) yield { n, day: "2021-07-02", note: n % 2 ? "odd" : null };
      }
      expect(await db.insert(table, ["n", "day", "note"], rows())).toBe(10_000);
      expect(await db.insert(table, ["n"], [{ n: 10_000 }, { n: 10_001 }], { batchRows: 1 })).toBe(2);
      expect(await db.insert(table, ["n"], [])).toBe(0);
      const sql = `select count(*) as all, count(note) as odd, count(distinct n) as n, max(day) as day from ${table}`;
      expect(await db.query(sql)).toEqual([{ all: 10_002, odd: 5_000, n: 10_002, day: "2021-07-02" }]);
    }));

  test("inserts all rows or none", () =>
    withWarehouse(connection, async (db) => {
      const table = await createTable(db, "n int not null");
      async function* rows() {
        yield { n: 1 };
        yield { n: 2 };
        throw new Error("the source broke off");
      }
      await expect(db.insert(table, ["n"], rows(), { batchRows: 1 })).rejects.toThrow("the source broke off");
      await expect(db.insert(table, ["n"], [{ n: 1 }, { n: null }])).rejects.toThrow("SQLSTATE 23502");
      expect(await countRows(db, table)).toBe(0);
    }));

  test("quotes the names of tables and columns", () =>
    withWarehouse(connection, async (db) => {
      const table = ["Odd.Schema", 'a "b"; drop table x'];
      await db.query(`create schema ${quoteTable(["Odd.Schema"])}`);
      await db.query(`create table ${quoteTable(table)} ("Order" int, "user's ""n""" text)`);
      const row = { Order: 1, 'user\'s "n"': "x" };
      await db.insert(table, ["Order", 'user\'s "n"'], [row]);
      expect(await db.query(`select * from ${quoteTable(table)}`)).toEqual([row]);
    }));
}
