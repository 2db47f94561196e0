import { createServer } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { type Warehouse, warehouse } from "../../../src/hooks/index.ts";
import type { Connection } from "../../../src/model/connection/connection.ts";
import { listen } from "../../services/ports.ts";
import { startPostgres } from "../../services/postgres.ts";
import { hookServices, rejection } from "../hook-services.ts";

const postgres = await startPostgres();
afterAll(() => postgres.stop());

async function open(fields: Partial<Connection> = {}, signal?: AbortSignal): Promise<Warehouse> {
  return warehouse.open(postgres.connection(fields), hookServices(signal));
}

describe("A task that is asked to stop", () => {
  test("ends its running statement, on the server too", async () => {
    const stop = new AbortController();
    const db = await open({ extra: { application_name: "sleeper" } }, stop.signal);
    const watcher = await open();
    const sleeping = () =>
      watcher.query(
        "select query from pg_stat_activity where application_name = 'sleeper' and state = 'active'",
      );
    const statement = rejection(db.query("select pg_sleep(600)"));
    await expect.poll(sleeping).toHaveLength(1);

    const reason = new Error("asked to stop");
    stop.abort(reason);
    expect(await statement).toBe(reason);
    await expect(db.query("select 1")).rejects.toBe(reason);
    await db.close();
    await expect.poll(sleeping).toEqual([]);
    await watcher.close();
  });

  test("undoes its transaction", async () => {
    const stop = new AbortController();
    const [db, watcher] = [await open({}, stop.signal), await open()];
    await watcher.query("create table stopped (n int)");
    const attempt = db.transaction(async (tx) => {
      await tx.query("insert into stopped values (1)");
      stop.abort();
      await tx.query("select 1");
    });
    await expect(attempt).rejects.toThrow("aborted");
    await db.close();
    await watcher.query("lock table stopped in access exclusive mode; drop table stopped");
    await watcher.close();
  });

  test("does not wait for a connection that is being made", async () => {
    const silent = createServer();
    const port = await listen(silent);
    const stop = new AbortController();
    const db = await open({ port }, stop.signal);
    const statement = rejection(db.query("select 1"));
    stop.abort(new Error("asked to stop"));
    expect((await statement).message).toBe("asked to stop");
    await db.close();
    silent.close();
  });
});
