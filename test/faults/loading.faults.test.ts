// The load step, when the warehouse restarts or the way to it has faults.
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Warehouse, warehouse } from "windsock/hooks";
import { runOperator } from "windsock/testing";
import { createSearchStatsTable } from "../../dags-ts/operators/create-search-stats-table.ts";
import { loadStatsRedshift } from "../../dags-ts/operators/load-stats-redshift.ts";
import { type Connection, connectionToJson } from "../../src/model/connection/connection.ts";
import { quietServices } from "../dags/bucket-folder.ts";
import { rejection } from "../hooks/hook-services.ts";
import { FaultProxy } from "../services/fault-proxy.ts";
import { type PostgresServer, startPostgres } from "../services/postgres.ts";
import { bundle } from "./clean-bundle.ts";

let server: PostgresServer;
let proxy: FaultProxy;
let database: Warehouse;
const day = "2021-07-02";

beforeAll(async () => {
  server = await startPostgres({ tls: true });
  proxy = await FaultProxy.start(server.port);
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
});
beforeEach(async () => {
  proxy.heal();
  database = await warehouse.open(server.connection(), quietServices());
  await database.query("drop table if exists public.search_stats");
  await runOperator(createSearchStatsTable, { input: {}, connections: connections() });
  await load(1);
  return () => database.close();
});

/** Through the proxy, which reads what goes by unless `fields` ask for TLS. */
function connections(fields: Partial<Connection> = {}): { warehouse: string } {
  const extra = { sslmode: "disable", ...fields.extra };
  return { warehouse: connectionToJson(server.connection({ port: proxy.port, ...fields, extra })) };
}

function stats(rental: number) {
  const rows = { read: 10, kept: 3, withoutValidSearch: 5, duplicates: 1, rejected: 1 };
  return { day, users: 3, searches: rental + 3, rental, sale: 1, none: 2, rows };
}

const load = (rental: number, fields?: Partial<Connection>) =>
  runOperator(loadStatsRedshift, { input: { stats: stats(rental) }, connections: connections(fields) });

const rentals = async () => {
  const rows = await database.query<{ n: number }>(
    "select num_rental_searches as n from public.search_stats",
  );
  return rows.map(({ n }) => n);
};

/** A try that failed in passing: the message says where, and the next try puts the day right. */
async function failsInPassing(attempt: Promise<unknown>, message: string | RegExp): Promise<void> {
  const error = await rejection(attempt);
  expect(error.name).toBe("Error");
  expect(error.message).toMatch(message);
  expect(error.message).toContain('connection "warehouse"');
  // A server that has crashed needs a moment.
  await expect.poll(() => rentals().catch(() => null), { timeout: 20_000 }).toHaveLength(1);
  proxy.heal();
  await expect.poll(() => load(3).then(rentals, () => null), { timeout: 20_000 }).toEqual([3]);
}

describe("The connection to the warehouse", () => {
  const lost =
    /^The connection to database "postgres" at 127\.0\.0\.1:\d+ \(connection "warehouse"\) failed: /;

  test.each([
    ["when it is made", "connect", "request"],
    ["before the transaction", /begin/, "request"],
    ["between the delete and the insert", /delete from public\.search_stats/, "response"],
    ["before the commit arrives", /commit/, "request"],
    ["after the commit, whose answer is lost", /commit/, "response"],
  ] as const)("may be lost %s: the next try leaves one row", async (_, on, place) => {
    const fault = proxy.inject({ on, in: place, act: "reset" });
    await failsInPassing(load(2), lost);
    expect(fault.hits).toBe(1);
  });

  test.each([
    ["when it is made", "connect", { connect_timeout: 1 }, /timeout expired.*firewall/],
    ["in the transaction", /insert into/, { statement_timeout: 500 }, /Query read timeout.*firewall/],
  ] as const)("may fall silent %s: it is given up after its time-out", async (_, on, extra, message) => {
    const fault = proxy.inject({ on, in: "request", act: "stall" });
    await failsInPassing(load(2, { extra }), message);
    expect(fault.hits).toBe(1);
  });

  test("may be slow", async () => {
    const slowly = () => new Promise((resolve) => setTimeout(resolve, 200));
    const fault = proxy.inject({ on: /./, act: slowly, times: 20 });
    await load(2);
    expect(fault.hits).toBeGreaterThan(4);
    expect(await rentals()).toEqual([2]);
  });

  test("may be corrupted: TLS notices, and nothing is committed", async () => {
    const tls = { extra: { sslmode: "require" } };
    await load(1, tls);
    // After the handshake and the login, in what carries the statements.
    const fault = proxy.inject({ on: "connect", in: "request", after: 1_200, act: "corrupt" });
    await failsInPassing(load(2, tls), lost);
    expect(fault.hits).toBe(1);
    expect(await rentals()).toEqual([3]);
  });
});

describe("The warehouse", () => {
  /** While the load step is about to insert. */
  const whileLoading = (act: () => Promise<unknown>) =>
    proxy.inject({ on: /insert into/, in: "request", act });

  test("may end the connection in the middle of the transaction", async () => {
    whileLoading(() =>
      database.query("select pg_terminate_backend(pid) from pg_stat_activity where state like 'idle in%'"),
    );
    await failsInPassing(
      load(2),
      /SQLSTATE 57P01\): the server of .+ stops or starts\. What was not committed/,
    );
  });

  test("may crash and restart in the middle of the transaction", async () => {
    const [{ pid = 0 } = {}] = await database.query<{ pid: number }>("select pg_backend_pid() as pid");
    // PostgreSQL restarts all of itself when one of its processes is killed.
    whileLoading(() => {
      process.kill(pid, "SIGKILL");
      return new Promise(() => undefined);
    });
    await failsInPassing(load(2), /57P02|The connection to database/);
  });

  test("may have the table in another shape: fails at once and for good", async () => {
    await database.query("alter table public.search_stats drop column num_none_searches");
    const error = await rejection(load(2));
    expect(error.name).toBe("AirflowFailException");
    expect(error.message).toContain('column "num_none_searches" of relation "search_stats" does not exist');
    expect(await rentals()).toEqual([1]);
  });

  test("may lack the schema: fails at once and for good", async () => {
    await database.query("drop table public.search_stats; alter schema public rename to elsewhere");
    try {
      const create = runOperator(createSearchStatsTable, { input: {}, connections: connections() });
      const error = await rejection(create);
      expect(error.name).toBe("AirflowFailException");
      expect(error.message).toContain('schema "public" does not exist (SQLSTATE 3F000');
    } finally {
      await database.query("alter schema elsewhere rename to public");
    }
  });

  test("has one row of a day that several processes load at the same time", async () => {
    const env = { AIRFLOW_CONN_REDSHIFT: connectionToJson(server.connection()) };
    const input = (rental: number) => ["--input", `stats=${JSON.stringify(stats(rental))}`];
    const loads = [1, 2, 3, 4, 5, 6].map((rental) =>
      execa("node", [bundle("load_table_data"), "--date", day, ...input(rental)], { env, reject: false }),
    );
    expect((await Promise.all(loads)).map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await rentals()).toHaveLength(1);
  });
});
