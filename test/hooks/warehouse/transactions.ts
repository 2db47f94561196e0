// The contract of warehouses: all of a transaction or nothing.
import { expect, test } from "vitest";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { collect, rejection } from "../hook-services.ts";
import { countRows, createTable, withWarehouse } from "./tables.ts";

export function transactions(connection: Connection): void {
  test("makes the statements of a transaction take effect together, and gives back its result", () =>
    withWarehouse(connection, async (db) => {
      const table = await createTable(db, "n int");
      const result = await db.transaction(async (tx) => {
        await tx.query(`insert into ${table} values (1)`);
        await tx.insert(table, ["n"], [{ n: 2 }]);
        return (await collect(tx.stream(`select n from ${table} order by n`))).length;
      });
      expect(result).toBe(2);
      expect(await countRows(db, table)).toBe(2);
    }));

  test("undoes a transaction that throws, and throws the same error", () =>
    withWarehouse(connection, async (db) => {
      const table = await createTable(db, "n int");
      const failure = new AirflowFailException("the day has no rows");
      const attempt = db.transaction(async (tx) => {
        await tx.query(`insert into ${table} values (1)`);
        throw failure;
      });
      expect(await rejection(attempt)).toBe(failure);
      expect(await countRows(db, table)).toBe(0);
    }));

  test("does not take a transaction for done when one of its errors was swallowed", () =>
    withWarehouse(connection, async (db) => {
      const table = await createTable(db, "n int");
      const attempt = db.transaction(async (tx) => {
        await tx.query(`insert into ${table} values (1)`);
        await tx.query("select 1 / 0").catch(() => undefined);
      });
      await expect(attempt).rejects.toThrow("rolled back");
      expect(await countRows(db, table)).toBe(0);
    }));

  test("runs the statements of a transaction one after the other, however they are called", () =>
    withWarehouse(connection, async (db) => {
      const numbers = [1, 2, 3, 4, 5];
      const rows = await db.transaction((tx) =>
        Promise.all(numbers.map((n) => tx.query("select $1::int as n", [n]))),
      );
      expect(rows.flat()).toEqual(numbers.map((n) => ({ n })));
    }));

  test("refuses statements through a transaction that has ended", () =>
    withWarehouse(connection, async (db) => {
      const escaped = await db.transaction(async (tx) => ({ tx }));
      await expect(escaped.tx.query("select 1")).rejects.toThrow("This transaction has ended");
    }));
}
