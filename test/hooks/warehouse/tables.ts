// Warehouses and tables for tests.
import { quoteTable, type Warehouse, warehouse } from "../../../src/hooks/index.ts";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { hookServices } from "../hook-services.ts";

/** Runs with a warehouse that is closed afterwards. */
export async function withWarehouse<T>(
  connection: Connection,
  work: (db: Warehouse) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const db = await warehouse.open(connection, hookServices(signal));
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

let tables = 0;

/** A new table's name. */
export async function createTable(db: Warehouse, columns: string): Promise<string> {
  tables += 1;
  const table = `public.test_${tables}`;
  await db.query(`create table ${quoteTable(table)} (${columns})`);
  return table;
}

export async function countRows(db: Warehouse, table: string): Promise<unknown> {
  const [row] = await db.query<{ n: number }>(`select count(*) as n from ${quoteTable(table)}`);
  return row?.n;
}
