// What a project's tasks find in a real Airflow: its variables and connections in Airflow's own environment form.
import { createHash } from "node:crypto";
import path from "node:path";
import { warehouseFolder } from "../local/warehouse/embedded-warehouse.ts";
import { type Connection, connectionToJson } from "../model/connection/connection.ts";
import { embeddedWarehouseType } from "../model/connection/connection-types.ts";
import type { Environment } from "../model/connection/environment.ts";
import { connectionVariable } from "../model/connection/variable-names.ts";
import type { Project } from "../model/project.ts";

/** An embedded warehouse, and the database that takes its place. */
export interface ReplacedWarehouse {
  readonly connId: string;
  /** Its folder, relative to the project's. */
  readonly folder: string;
  readonly database: string;
}

/**
 * The embedded warehouses among the connections: Airflow cannot start one. Connections with the same folder get the
 * same database.
 *
 * @throws {UserError} when a connection cannot be read
 */
export function replacedWarehouses(project: Project, environment: Environment): ReplacedWarehouse[] {
  return environment
    .connectionIds()
    .map((connId) => environment.connection(connId))
    .filter(({ connType }) => connType === embeddedWarehouseType)
    .map((connection) => {
      const folder = path.relative(project.folder, warehouseFolder(connection));
      return { connId: connection.connId, folder, database: databaseName(folder) };
    });
}

/** The same at every start; different for different folders. */
function databaseName(folder: string): string {
  const readable = folder.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
  return `${readable.slice(-40)}_${createHash("sha256").update(folder).digest("hex").slice(0, 6)}`;
}

/**
 * All variables and connections of the project, for the environment of Airflow's processes.
 *
 * @param instead takes the place of the connections with these ids
 * @throws {ConnectionFormatError} when one cannot be read
 */
export function handedOn(
  environment: Environment,
  instead: ReadonlyMap<string, Connection>,
): Record<string, string> {
  const connections = environment.connectionIds().map((connId) => {
    const connection = instead.get(connId) ?? environment.connection(connId);
    return [connectionVariable(connId), connectionToJson(connection)];
  });
  return { ...environment.variables(), ...Object.fromEntries(connections) };
}
