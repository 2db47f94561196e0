// The contract of warehouses: values and statements.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { createTable, withWarehouse } from "./tables.ts";

export function queries(connection: Connection): void {
  test("answers with values that are exact and not shifted in time", () =>
    withWarehouse(connection, async (db) => {
      const [row] = await db.query(`
        select 1::smallint as small, 2::int as int, 3::bigint as big, 9007199254740993::bigint as huge,
          4.50::numeric as exact, 1.5::float8 as float, true as bool, null::int as nothing, 'ä😀' as text,
          date '2021-07-02' as day, timestamp '2021-07-02 23:59:59.5' as moment,
          timestamptz '2021-07-02 00:00:00+00' = timestamptz '2021-07-02 02:00:00+02' as same,
          interval '1 day 02:00' as span, '{"a": [1]}'::jsonb as json, array[1, null]::bigint[] as bigs,
          array[date '2021-07-02'] as days, array[1.10]::numeric[] as exacts`);
      expect(row).toEqual({
        small: 1,
        int: 2,
        big: 3,
        huge: "9007199254740993",
        exact: "4.50",
        float: 1.5,
        bool: true,
        nothing: null,
        text: "ä😀",
        day: "2021-07-02",
        moment: "2021-07-02 23:59:59.5",
        same: true,
        span: "1 day 02:00:00",
        json: { a: [1] },
        bigs: [1, null],
        days: ["2021-07-02"],
        exacts: ["1.10"],
      });
    }));

  test("takes parameters as they are", () =>
    withWarehouse(connection, (db) =>
      fc.assert(
        fc.asyncProperty(
          fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
          fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
          async (text, number) => {
            const sql =
              "select $1::text as text, $2::bigint::text as number, $3::date as day, $4::int[] as list";
            const rows = await db.query(sql, [text, number, "2021-07-02", [1, null, 3]]);
            expect(rows).toEqual([{ text, number: String(number), day: "2021-07-02", list: [1, null, 3] }]);
          },
        ),
        { numRuns: 25 },
      ),
    ));

  test("runs several statements at once, the last of which answers", () =>
    withWarehouse(connection, async (db) => {
      const table = await createTable(db, "n int");
      const sql = `insert into ${table} values (1), (2); select sum(n) as total from ${table}`;
      expect(await db.query(sql)).toEqual([{ total: 3 }]);
      expect(await db.query(`delete from ${table}`)).toEqual([]);
      expect(await db.query("")).toEqual([]);
    }));
}
