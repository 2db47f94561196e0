// The contract of warehouses: results of any size.
import { expect, test } from "vitest";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { collect } from "../hook-services.ts";
import { withWarehouse } from "./tables.ts";

export function streams(connection: Connection): void {
  test("streams a large result whole and in order", () =>
    withWarehouse(connection, async (db) => {
      let next = 1;
      for await (const { n } of db.stream<{ n: number }>(
        "select n from generate_series(1, $1::int) as n",
        [100_000],
      )) {
        if (n !== next) throw new Error(`${n} came instead of ${next}`);
        next += 1;
      }
      expect(next).toBe(100_001);
    }));

  test("streams results that are empty or end with a full batch", () =>
    withWarehouse(connection, async (db) => {
      const stream = (n: number) => collect(db.stream(`select n from generate_series(1, ${n}) as n;`));
      expect(await stream(0)).toEqual([]);
      expect(await stream(1000)).toHaveLength(1000);
    }));

  test("goes on working after a stream that was left early", () =>
    withWarehouse(connection, async (db) => {
      for (let round = 0; round < 6; round += 1) {
        for await (const row of db.stream("select n from generate_series(1, 5000) as n")) {
          expect(row).toEqual({ n: 1 });
          break;
        }
      }
      await db.transaction(async (tx) => {
        for await (const _ of tx.stream("select n from generate_series(1, 5000) as n")) break;
        expect(await tx.query("select name from pg_cursors where name like 'windsock%'")).toEqual([]);
      });
    }));

  test("does not wait, when it is closed, for a stream that nobody finished", async () => {
    await withWarehouse(connection, async (db) => {
      await db.stream("select n from generate_series(1, 5000) as n")[Symbol.asyncIterator]().next();
    });
    expect(await withWarehouse(connection, (db) => db.query("select 1 as n"))).toEqual([{ n: 1 }]);
  });
}
