// `windsock airflow` in a project of somebody else's: a folder for an object store, an embedded warehouse, one DAG.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { AirflowApi } from "../../src/airflow/api/airflow-api.ts";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import type { TestProject } from "../compiler/test-project.ts";
import { unusedPort } from "../services/ports.ts";
import { pythonEnvironment } from "../services/python.ts";
import { commandLines } from "./node-processes.ts";
import { createStrangerProject, type StartedCommand, startWindsock } from "./stranger-project.ts";

const python = await pythonEnvironment();

const files = {
  "dags-ts/prices.ts": `
    import { connection, Dag, defineOperator, variable } from "windsock";
    import { objectStore, warehouse } from "windsock/hooks";
    import * as z from "zod";

    const load = defineOperator({
      name: "LoadOperator",
      input: z.object({ key: z.string() }),
      output: z.object({ rows: z.number() }),
      connections: { store: objectStore, db: warehouse },
      async run({ input, connections: { store, db } }) {
        const { body } = await store.read("shop", input.key);
        let text = "";
        for await (const chunk of body) text += chunk.toString();
        await db.query("create table if not exists prices (price int)");
        const prices = text.trim().split("\\n").map((price) => ({ price: Number(price) }));
        return { rows: await db.insert("prices", ["price"], prices) };
      },
    });

    const dag = new Dag("prices", { startDate: "2026-01-01" });
    dag.task("load", load)({ key: variable("key") }, { store: connection("files"), db: connection("db") });
    export default dag;
  `,
  "generated/by_hand.py": "from airflow import DAG\n\nraise RuntimeError('not today')\n",
  "dags-ts/local.env": `
    AIRFLOW_CONN_FILES='{"conn_type": "fs", "extra": {"path": "out/files"}}'
    AIRFLOW_CONN_DB='{"conn_type": "pglite", "extra": {"path": "out/db"}}'
    AIRFLOW_VAR_KEY=no-such-object.csv
  `,
  ".env": "AIRFLOW_VAR_KEY=prices.csv\n",
  "out/files/shop/prices.csv": "10\n20\n30\n",
};

describe.skipIf(!python)("windsock airflow, in a stranger's project", () => {
  let project: TestProject;
  let command: StartedCommand | undefined;
  afterEach(() => command?.process.kill("SIGKILL"));
  beforeAll(async () => {
    project = await createStrangerProject(files);
  });
  afterAll(() => project?.remove());

  const processes = async () => (await commandLines()).filter((line) => line.includes(project.folder));

  /** The prices in the database that the command names. */
  async function prices(output: string, password: string): Promise<number[]> {
    const [, database, port] = /of db: database (\w+) at 127\.0\.0\.1:(\d+)/.exec(output) ?? [];
    const client = new pg.Client(`postgres://windsock:${password}@127.0.0.1:${port}/${database}`);
    await client.connect();
    const { rows } = await client.query<{ price: number }>("select price from prices");
    await client.end();
    return rows.map(({ price }) => price);
  }

  // The second start finds the tables of the first one.
  test.each([
    [airflowVersions[0], "SIGINT", [10, 20, 30]],
    [airflowVersions[1], "SIGKILL", [10, 20, 30, 10, 20, 30]],
  ] as const)("Airflow %s runs its DAG, and nothing is left after %s", async (version, signal, expected) => {
    const port = await unusedPort();
    const started = startWindsock(project, ["airflow", "--version", version, "--port", String(port)]);
    command = started;
    const ended = once(started.process, "close");
    const ready = () => /Stop +Ctrl-C/.test(started.output()) || started.process.exitCode !== null;
    await expect.poll(ready, { timeout: 420_000, interval: 500 }).toBe(true);
    expect(started.output()).toContain("Ctrl-C");
    const [, username = "", login = ""] = /Log in +(\S+) \/ (\S+)/.exec(started.output()) ?? [];
    const password = (
      await readFile(path.join(project.folder, "out/airflow/postgres/password"), "utf8")
    ).trim();
    const seen = new Set<string>();

    const api = new AirflowApi(`http://localhost:${port}`, version, { username, password: login });
    if (version === "3.3") {
      // Whoever asks without a password, for instance a web page whose host's name leads here, gets nothing.
      expect((await fetch(`http://localhost:${port}/auth/token`)).status).toBe(403);
    }
    const unpause = () => api.patch("/dags/prices", { is_paused: false }).then(() => true, String);
    await expect.poll(unpause, { timeout: 60_000 }).toBe(true);
    await api.post("/dags/prices/dagRuns", { logical_date: "2026-01-02T00:00:00Z" });
    const told = async () => {
      for (const line of await commandLines()) seen.add(line);
      return /prices 2026-01-02 {2}(success|failed)/.exec(started.output())?.[1];
    };
    await expect.poll(told, { timeout: 120_000, interval: 250 }).toBe("success");
    expect(started.output()).toContain("by_hand.py  failed to import: RuntimeError: not today");
    expect(await prices(started.output(), password)).toEqual(expected);
    expect(started.output().split(login)).toHaveLength(2);
    expect(started.output()).not.toContain(password);
    expect([...seen].filter((line) => line.includes(password) || line.includes(login))).toEqual([]);
    expect(await processes()).not.toEqual([]);

    process.kill(-(started.process.pid ?? 0), signal);
    const [exitCode] = await ended;
    expect(exitCode).toBe(signal === "SIGINT" ? 130 : null);
    // A killed command has its guards stop what it had started; tasks get six seconds.
    await expect.poll(processes, { timeout: signal === "SIGINT" ? 1 : 20_000 }).toEqual([]);
  });
});
