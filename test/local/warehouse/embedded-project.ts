// What a project needs whose tasks use an embedded warehouse.
import { expect } from "vitest";
import type { RunnerProject } from "../runner-project.ts";

/** In a project's `.env`: the warehouse is in the project. */
export const environment = `AIRFLOW_CONN_REDSHIFT='{"conn_type": "pglite", "extra": {"path": "out/warehouse"}}'\n`;

/** What a task does to reach its warehouse; `db` is a connected client. */
export const connect = `
  import pg from "pg";
  const { host, port, login: user, password, schema: database, extra } = connections.warehouse;
  const open = async (options = { password }) => {
    const client = new pg.Client({ host, port, user, database, ...options });
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  const db = await open();
`;
/** Of a task that uses it. */
export const connections = { warehouse: "redshift" };

/** The first row of a query, as CSV. */
export async function count(project: RunnerProject, sql: string): Promise<string> {
  const { stdout, stderr } = await project.windsock(["sql", sql, "--format", "csv"]);
  expect(stderr).toBe("");
  return stdout.split("\n")[1] ?? "";
}
