import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { queryWarehouse } from "../../../src/local/warehouse/query.ts";
import { type Connection, connectionToJson } from "../../../src/model/connection/connection.ts";
import { UserError } from "../../../src/model/errors.ts";
import { defaultSettings } from "../../../src/model/settings.ts";
import { startPostgres } from "../../services/postgres.ts";

const postgres = await startPostgres();
const parent = path.resolve("out/test");
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(path.join(parent, "query-"));

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await postgres.stop();
});

async function first(sql: string, fields: Partial<Connection> = {}): Promise<string | null | undefined> {
  const env = { AIRFLOW_CONN_DB: connectionToJson(postgres.connection(fields)) };
  const project = { folder, name: "test", settings: defaultSettings };
  const { rows } = await queryWarehouse(sql, { project, env, connId: undefined });
  return rows[0]?.[0];
}

describe("a query on a server", () => {
  test("goes by the same configuration of the connection as a task's", async () => {
    expect(await first("show application_name")).toBe("windsock");
    expect(await first("show statement_timeout", { extra: { statement_timeout: "4000" } })).toBe("4s");
    const login = "select current_user";
    await expect(first(login, { extra: { iam: "true" } })).rejects.toThrow(/"iam" in its extra/);
    await expect(first(login, { extra: { connect_timeout: "soon" } })).rejects.toThrow(/connect_timeout/);
  });

  test("that a connection does not allow is an error without a stack", async () => {
    await expect(first("select 1", { host: null })).rejects.toBeInstanceOf(UserError);
  });

  test("has no use for connections that are given as empty text", async () => {
    const env = {
      AIRFLOW_CONN_DB: connectionToJson(postgres.connection()),
      AIRFLOW_CONN_OLD: "",
    };
    const project = { folder, name: "test", settings: defaultSettings };
    const { command } = await queryWarehouse("select 1", { project, env, connId: undefined });
    expect(command).toBe("SELECT 1");
  });
});
