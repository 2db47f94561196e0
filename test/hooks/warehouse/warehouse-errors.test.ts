import { createServer } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { type Warehouse, warehouse } from "../../../src/hooks/index.ts";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { listen, unusedPort } from "../../services/ports.ts";
import { startPostgres } from "../../services/postgres.ts";
import { collect, hookServices, rejection } from "../hook-services.ts";

const postgres = await startPostgres();
afterAll(() => postgres.stop());

async function open(fields: Partial<Connection> = {}): Promise<Warehouse> {
  return warehouse.open(postgres.connection(fields), hookServices());
}

/** The error of a statement on a new connection. */
async function failure(
  fields: Partial<Connection>,
  sql = "select 1",
  parameters: string[] = [],
): Promise<Error> {
  const db = await open(fields);
  const error = await rejection(db.query(sql, parameters));
  await db.close();
  return error;
}

describe("A warehouse that cannot be used", () => {
  const place = `127.0.0.1:${postgres.port}`;

  test("for its password fails without retries, and does not repeat the password", async () => {
    const error = await failure({ password: "not-the-password" });
    expect(error).toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain(
      `the login to database "postgres" at ${place} (connection "redshift") was refused`,
    );
    expect(error.message).toContain("Check the connection's login and password.");
    expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.toContain(
      "not-the-password",
    );
  });

  test("for its database's name fails without retries", async () => {
    const error = await failure({ schema: "no_such_database" });
    expect(error).toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain(`There is no database "no_such_database" at ${place}`);
    expect(error.message).toContain("schema field");
  });

  test("for a server that is down may be tried again", async () => {
    const port = await unusedPort();
    const error = await failure({ host: "localhost", port });
    expect(error).not.toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain(
      `database "postgres" at localhost:${port} (connection "redshift") failed`,
    );
    expect(error.message).toContain("ECONNREFUSED");
    expect(error.message).toContain("host and port");
  });

  test("for a server that never answers gives up after the connection's time-out", async () => {
    const silent = createServer();
    const port = await listen(silent);
    const error = await failure({ port, extra: { connect_timeout: "1" } });
    expect(error.message).toContain("timeout expired");
    expect(error.message).toContain("host and port");
    silent.close();
  });

  test("for an unknown host says to check it", async () => {
    const error = await failure({ host: "no-such-host.invalid" });
    expect(error).not.toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain("Check the connection's host.");
  });
});

describe("A statement that fails", () => {
  test("for a mistake in it is not tried again, and is not quoted", async () => {
    const sql = "select 1,\n  'my-secret-key' as s\nfrom no_such_table";
    const error = await failure({}, sql);
    expect(error).toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain(
      'relation "no_such_table" does not exist (SQLSTATE 42P01, line 3, column 6',
    );
    expect(error.message).toContain('connection "redshift"');
    expect(error.message).not.toContain("my-secret-key");
    const db = await open();
    await expect(collect(db.stream(sql))).rejects.toThrow("line 3, column 6 of the SQL");
    await expect(collect(db.stream("select nothing"))).rejects.toThrow("line 1, column 8 of the SQL");
    await expect(db.query("selct 1")).rejects.toThrow(AirflowFailException);
    await db.close();
  });

  test("for a missing permission is not tried again", async () => {
    const admin = await open();
    await admin.query("create role reader login password 'reader-secret'; create table hidden (n int)");
    await admin.close();
    const error = await failure({ login: "reader", password: "reader-secret" }, "select * from hidden");
    expect(error).toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain("permission denied for table hidden");
  });

  test("for anything else may be tried again", async () => {
    const error = await failure({}, "select 1 / $1::int", ["0"]);
    expect(error).not.toBeInstanceOf(AirflowFailException);
    expect(error.message).toContain("division by zero (SQLSTATE 22012)");
    const slow = await failure({ extra: { statement_timeout: 50 } }, "select pg_sleep(60)");
    expect(slow).not.toBeInstanceOf(AirflowFailException);
    expect(slow.message).toContain("statement timeout");
  });

  test("because its connection was lost leaves the warehouse usable", async () => {
    const db = await open();
    const error = await rejection(
      db.transaction((tx) => tx.query("select pg_terminate_backend(pg_backend_pid()), pg_sleep(60)")),
    );
    expect(error).not.toBeInstanceOf(AirflowFailException);
    expect(await db.query("select 1 as n")).toEqual([{ n: 1 }]);
    await db.close();
  });

  test("because an idle connection was lost does not even show", async () => {
    const [db, admin] = [await open({ extra: { application_name: "idler" } }), await open()];
    await db.query("select 1");
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'idler'",
    );
    await expect.poll(() => db.query("select 1 as n").catch(() => null)).toEqual([{ n: 1 }]);
    await db.close();
    await admin.close();
  });
});
