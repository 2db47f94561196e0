// The warehouse hook: Amazon Redshift, PostgreSQL and what speaks its protocol.
import { warehouseServerTypes } from "../model/connection/connection-types.ts";
import { defineHook, type Hook } from "../sdk/hook.ts";
import { loadPostgresWarehouse } from "./warehouse/postgres/load-postgres-warehouse.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/**
 * Opens an Airflow connection of type `redshift` or `postgres` as a warehouse. Its `schema` field is the database.
 * The extra goes by libpq's names: `sslmode` and its like, `options`, `connect_timeout` in seconds (10 unless given),
 * `statement_timeout` in milliseconds (the server's own unless given, and then a connection that falls silent is only
 * noticed by TCP), `keepalives`, `application_name`. What cannot be followed fails by name; docs/connections.md has
 * it all.
 */
export const warehouse: Hook<Warehouse> = defineHook({
  name: "WarehouseHook",
  connTypes: warehouseServerTypes,
  async open(connection, services) {
    const { PostgresWarehouse } = await loadPostgresWarehouse();
    return new PostgresWarehouse(connection, services);
  },
});
