// The warehouse hook: Amazon Redshift, PostgreSQL and what speaks its protocol.
import { warehouseServerTypes } from "../model/connection/connection-types.ts";
import { defineHook, type Hook } from "../sdk/hook.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/**
 * Opens an Airflow connection of type `redshift` or `postgres` as a warehouse. Its `schema` field is the
 * database. Extra, by libpq's names:
 *
 * - `sslmode`: `disable`, `require` (no check of the certificate, unless there is a `sslrootcert`),
 *   `verify-ca` or `verify-full`; `require` for Redshift and `disable` for PostgreSQL unless given
 * - `sslrootcert`: a file with the authorities to trust; those of Node unless given
 * - `application_name`; `windsock` unless given
 * - `connect_timeout`: seconds until a connection must stand; 10 unless given
 * - `statement_timeout`: milliseconds a statement may take; the server's own unless given, and then a
 *   connection that falls silent is only noticed by TCP
 */
export const warehouse: Hook<Warehouse> = defineHook({
  name: "WarehouseHook",
  connTypes: warehouseServerTypes,
  async open(connection, services) {
    // Whoever only describes a DAG loads no database driver.
    const { PostgresWarehouse } = await import("./warehouse/postgres/postgres-warehouse.ts");
    return new PostgresWarehouse(connection, services);
  },
});
