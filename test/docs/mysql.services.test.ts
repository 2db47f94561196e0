// The MySQL hook of docs/hooks.md, against a real MariaDB.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AirflowFailException, defineOperator } from "windsock";
import { runOperator } from "windsock/testing";
import * as z from "zod";
import { type MySql, mysql } from "../../docs/examples/dags-ts/hooks/mysql.ts";
import { startMariaDb } from "../services/mariadb.ts";

const server = await startMariaDb();
afterAll(() => server?.stop());

/** @param fields of the connection, beside or instead of the usual ones */
async function use<T>(work: (db: MySql) => Promise<T>, fields = {}, signal?: AbortSignal): Promise<T> {
  const results: T[] = [];
  const operator = defineOperator({
    name: "UseOperator",
    connections: { db: mysql },
    async run({ connections }) {
      results.push(await work(connections.db));
    },
  });
  const connections = { db: server?.connection(fields) ?? "" };
  await runOperator(operator, { input: {}, connections, ...(signal && { signal }) });
  return results[0] as T;
}

const failure = async (work: (db: MySql) => Promise<unknown>, fields = {}): Promise<Error> =>
  await use(work, fields).then(
    () => expect.fail("it did not fail"),
    (error) => error,
  );

const Count = z.object({ n: z.int() });
const count = async (db: MySql) => (await db.query("SELECT count(*) AS n FROM listings", Count))[0]?.n;

describe.skipIf(!server)("the MySQL hook", () => {
  beforeAll(() =>
    use((db) =>
      db.execute(
        "CREATE TABLE listings (id bigint PRIMARY KEY, city text, price decimal(20, 2), at datetime)",
      ),
    ),
  );

  test("keeps values apart from SQL, and gives them back as they are", async () => {
    const city = `O'Hara"; DROP TABLE listings; -- \\ 维也纳`;
    const row = { id: "9007199254740993", city, price: "12345678901234567.89", at: "2026-03-29 02:30:00" };
    const rows = await use(async (db) => {
      expect(await db.execute("INSERT INTO listings VALUES (?, ?, ?, ?)", Object.values(row))).toBe(1);
      return await db.query(
        "SELECT * FROM listings WHERE city = ?",
        z.object({ id: z.string(), city: z.string(), price: z.string(), at: z.string() }),
        [city],
      );
    });
    expect(rows).toEqual([row]);
  });

  test("checks rows", async () => {
    const wrong = await failure((db) => db.query("SELECT 'one' AS n", Count));
    expect(wrong).toBeInstanceOf(AirflowFailException);
    expect(wrong.message).toMatch(/^The rows are not as expected:[\s\S]*at \[0\]\.n/);
  });

  test("makes all of a transaction visible, or nothing of it", async () => {
    await use(async (db) => {
      const before = (await count(db)) ?? 0;
      const insert = (ids: readonly number[]) =>
        db.transaction(async (execute) => {
          for (const id of ids) await execute("INSERT INTO listings (id) VALUES (?)", [id]);
        });
      await expect(insert([1, 2, 1])).rejects.toThrow(/MySQL: Duplicate entry '1'/);
      expect(await count(db)).toBe(before);
      await insert([1, 2]);
      expect(await count(db)).toBe(before + 2);
    });
  });

  test("fails at once for what another try cannot mend, else in a way that Airflow tries again", async () => {
    const lasting = [
      await failure((db) => db.execute("SELCT 1")),
      await failure((db) => db.execute("SELECT nothing FROM listings")),
      await failure((db) => db.execute("SELECT 1 FROM nowhere")),
      await failure(count, { password: "wrong-s3cr3t" }),
      await failure(count, { schema: "nowhere" }),
    ];
    for (const error of lasting) {
      expect(error).toBeInstanceOf(AirflowFailException);
      expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(/s3cr3t|test-secret/);
    }
    const passing = await failure(count, { port: 1 });
    expect(passing).not.toBeInstanceOf(AirflowFailException);
    expect(passing.message).toContain("ECONNREFUSED");
  });

  test("errors hold no values of a statement, which may be personal", async () => {
    const broken = await failure((db) => db.execute("INSERT INTO nowhere VALUES (?)", ["me@example.com"]));
    expect(`${broken.stack} ${JSON.stringify(broken)} ${broken.cause}`).not.toContain("me@example.com");
  });

  test("a task that is asked to stop ends, and so does its statement on the server", async () => {
    const stop = new AbortController();
    const marker = "SELECT sleep(600) AS n /* to be stopped */";
    const used = use((db) => db.query(marker, Count), {}, stop.signal);
    const running = async () =>
      await use((db) =>
        db.query(
          "SELECT info FROM information_schema.processlist WHERE info = ?",
          z.object({ info: z.string() }),
          [marker],
        ),
      );
    await expect.poll(running, { timeout: 20_000 }).toHaveLength(1);
    stop.abort(new Error("asked to stop"));
    await expect(used).rejects.toThrow("asked to stop");
    await expect.poll(running, { timeout: 20_000 }).toHaveLength(0);
  });

  test("a session that breaks while nobody uses it is noticed by the next statement", async () => {
    const Id = z.object({ id: z.union([z.int(), z.string()]) });
    const lost = await failure(async (db) => {
      const [own] = await db.query("SELECT connection_id() AS id", Id);
      await use((other) => other.execute(`KILL ${own?.id}`));
      await sleep(100);
      await db.execute("DO 1");
    });
    expect(lost.message).toMatch(/^MySQL: /);
    expect(lost).not.toBeInstanceOf(AirflowFailException);
  });

  test("encrypts, and knows the server, unless the connection says otherwise", async () => {
    const cipher = async (fields: object) =>
      await use(
        (db) => db.query("SHOW STATUS LIKE 'Ssl_cipher'", z.object({ Value: z.string() })),
        fields,
      ).then(
        ([row]) => (row?.Value === "" ? "clear" : "encrypted"),
        ({ message }) => message,
      );
    expect(await cipher({})).toBe("encrypted");
    expect(await cipher({ extra: {} })).toMatch(/self-signed certificate/);
    expect(await cipher({ host: "127.0.0.1" })).toMatch(/^Connection "db" has an address as its host/);
    const ssl_ca = server?.certificate;
    expect(await cipher({ host: "127.0.0.1", extra: { ssl_ca, ssl_mode: "verify_ca" } })).toBe("encrypted");
    expect(await cipher({ extra: { ssl_mode: "required" } })).toBe("encrypted");
    expect(await cipher({ extra: { ssl_mode: "disabled" } })).toBe("clear");
    expect(await cipher({ extra: { ssl_mode: "prefer" } })).toMatch(
      /^The extra of connection "db" does not fit/,
    );
  });

  test("talks to no server of another name", async () => {
    const other = await startMariaDb("elsewhere.example");
    try {
      const text = JSON.parse(other?.connection() ?? "");
      const lenient = { ...text, extra: { ...text.extra, ssl_mode: "verify_ca" } };
      await use((db) => db.execute("DO 1"), lenient);
      expect((await failure((db) => db.execute("DO 1"), text)).message).toMatch(/does not match certificate/);
    } finally {
      await other?.stop();
    }
  });
});
