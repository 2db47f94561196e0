// Runs one query on a warehouse: the embedded one, PostgreSQL or Redshift.
import pg from "pg";
import {
  clientConfig,
  type PostgresConfig,
  postgresConfig,
  setUpSession,
} from "../../hooks/warehouse/postgres/postgres-config.ts";
import { type Connection, isOfType, typeText } from "../../model/connection/connection.ts";
import { embeddedWarehouseType } from "../../model/connection/connection-types.ts";
import { loadEnvironment } from "../../model/connection/environment.ts";
import { UsageError, UserError } from "../../model/errors.ts";
import { dagsFolder, type Project } from "../../model/project.ts";
import { Masker } from "../../model/secrets/masker.ts";
import { acquireLock } from "../memory/lock.ts";
import { OutFolder } from "../memory/out-folder.ts";
import { EmbeddedWarehouse, warehouseFolder } from "./embedded-warehouse.ts";
import { pickWarehouse, warehouseTypes } from "./pick-warehouse.ts";
import { checkPackages } from "./warehouse-packages.ts";

export interface QueryOptions {
  readonly project: Project;
  readonly env: NodeJS.ProcessEnv;
  /** @default the only warehouse the environment has */
  readonly connId: string | undefined;
}

export interface QueryColumn {
  readonly name: string;
  readonly kind: "text" | "number" | "boolean" | "json";
}

export interface QueryResult {
  readonly columns: readonly QueryColumn[];
  /** Values as the server writes them, dates as YYYY-MM-DD. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** What the server says it did, for example `INSERT 3`. */
  readonly command: string;
}

/** By type OID (pg_type.dat): bool, the integers, the floats, numeric, json and jsonb. */
const kinds = new Map<number, QueryColumn["kind"]>([
  [16, "boolean"],
  ...[20, 21, 23, 26, 700, 701, 1700].map((oid) => [oid, "number"] as const),
  ...[114, 3802].map((oid) => [oid, "json"] as const),
]);

/**
 * Runs the query; of several statements, the last one's result counts.
 *
 * @throws {UsageError} when the connection is not a warehouse, or it is not clear which one is meant
 * @throws {UserError} when the query fails, without the connection's secrets
 */
export async function queryWarehouse(
  sql: string,
  { project, env, connId }: QueryOptions,
): Promise<QueryResult> {
  const environment = loadEnvironment(project.folder, dagsFolder(project), env);
  const connection = environment.connection(connId ?? pickWarehouse(environment));
  if (!isOfType(connection, warehouseTypes)) {
    throw new UsageError(
      `Connection "${connection.connId}" has ${typeText(connection)}, and a query needs one of ` +
        `${warehouseTypes.join(", ")}.`,
    );
  }
  if (connection.connType !== embeddedWarehouseType) return await queryServer(sql, connection);
  checkPackages(connection);
  const unlock = acquireLock(new OutFolder(project).lock);
  const warehouse = new EmbeddedWarehouse(warehouseFolder(connection));
  try {
    const lease = await warehouse.lease();
    return await queryServer(sql, lease.connection(connection.connId));
  } finally {
    await warehouse.close();
    unlock();
  }
}

async function queryServer(sql: string, connection: Connection): Promise<QueryResult> {
  const config = configOf(connection);
  let client: pg.Client | null = null;
  try {
    client = new pg.Client({ ...(await clientConfig(config)), types: { getTypeParser: () => String } });
    // A connection that breaks also rejects the query under way.
    client.on("error", () => {});
    await client.connect();
    await setUpSession(client, config);
    const results = await client.query<(string | null)[]>({ text: sql, rowMode: "array" });
    return resultOf([results].flat().at(-1) ?? results);
  } catch (error) {
    const { message, code, position } = error as pg.DatabaseError;
    const where = position === undefined ? "" : ` (at character ${position} of the query)`;
    const text = `Connection "${connection.connId}": ${message || code}${where}.`;
    throw new UserError(new Masker({ connections: [connection] }).text(text));
  } finally {
    await client?.end().catch(() => {});
  }
}

/** What a task would fail for without retries is here a person's to put right. */
function configOf(connection: Connection): PostgresConfig {
  try {
    return postgresConfig(connection);
  } catch (cause) {
    throw new UserError((cause as Error).message, { cause });
  }
}

function resultOf({ fields, rows, command, rowCount }: pg.QueryArrayResult<(string | null)[]>): QueryResult {
  const columns = fields.map(({ name, dataTypeID }) => ({ name, kind: kinds.get(dataTypeID) ?? "text" }));
  return {
    columns,
    rows: rows.map((row) =>
      row.map((value, index) => (columns[index]?.kind === "boolean" ? word(value) : value)),
    ),
    command: rowCount === null ? command : `${command} ${rowCount}`,
  };
}

/** The server writes `t` and `f`. */
function word(value: string | null): string | null {
  return value === null ? null : String(value === "t");
}
