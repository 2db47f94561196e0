import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { afterAll, describe, expect, test } from "vitest";
import { insertStatements } from "../../src/hooks/warehouse/postgres/insert-rows.ts";
import type { Connection } from "../../src/model/connection/connection.ts";
import { startPostgres } from "../services/postgres.ts";
import { collect } from "./hook-services.ts";
import { inserts } from "./warehouse/inserts.ts";
import { queries } from "./warehouse/queries.ts";
import { streams } from "./warehouse/streams.ts";
import { withWarehouse } from "./warehouse/tables.ts";
import { transactions } from "./warehouse/transactions.ts";

const postgres = await startPostgres();
const pglite = await startPglite();
afterAll(async () => {
  await postgres.stop();
  await pglite.stop();
});

/** The embedded warehouse, behind the socket through which tasks reach it. */
async function startPglite(): Promise<{ connection: Connection; stop(): Promise<void> }> {
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, port: 0, maxConnections: 10 });
  await server.start();
  const port = Number(/:(\d+)$/.exec(server.getServerConn())?.[1]);
  const connection = postgres.connection({ connId: "embedded", port });
  return {
    connection,
    async stop() {
      await server.stop();
      await db.close();
    },
  };
}

contract("PostgreSQL", postgres.connection());
contract("PGlite", pglite.connection);

function contract(name: string, connection: Connection): void {
  describe(`A warehouse on ${name}`, () => {
    queries(connection);
    transactions(connection);
    streams(connection);
    inserts(connection);
  });
}

describe("An insert", () => {
  test("refuses a row without a value for a column", () =>
    withWarehouse(postgres.connection(), async (db) => {
      const rows: { n: number; m: number }[] = JSON.parse('[{ "n": 1, "m": 1 }, { "n": 2 }]');
      await expect(db.insert("t", ["n", "m"], rows)).rejects.toThrow('Row 2 has no value for column "m"');
      await expect(db.insert("t", [], rows)).rejects.toThrow(TypeError);
      await expect(db.insert("t", ["n"], rows, { batchRows: 0 })).rejects.toThrow(RangeError);
    }));

  test("never needs more parameters than Redshift takes, and one statement where that is enough", async () => {
    const sizes = async (width: number, count: number) => {
      const columns = Array.from({ length: width }, (_, index) => `c${index}`);
      const row = Object.fromEntries(columns.map((column) => [column, 1]));
      const statements = await collect(insertStatements("t", columns, Array(count).fill(row)));
      return statements.map(({ rows, parameters }) => [rows, parameters.length]);
    };
    expect(await sizes(1000, 70)).toEqual([
      [32, 32_000],
      [32, 32_000],
      [6, 6_000],
    ]);
    expect(await sizes(2, 1000)).toEqual([[1000, 2000]]);
  });
});

describe("Several statements at once", () => {
  test("run side by side, and wait for their turn when they are many", () =>
    withWarehouse(postgres.connection(), async (db) => {
      const numbers = Array.from({ length: 12 }, (_, index) => index);
      const rows = await Promise.all(
        numbers.map((n) => db.query("select $1::int as n, pg_sleep(0.01)::text as s", [n])),
      );
      expect(rows.flat().map(({ n }) => n)).toEqual(numbers);
      for await (const { n } of db.stream<{ n: number }>("select n from generate_series(1, 3) as n")) {
        expect(await db.query("select $1::int as n", [n])).toEqual([{ n }]);
      }
    }));
});
