// A real Airflow with the DAGs of the bench in it: ours, built as a project of its own, and those of its peers.
import { copyFile, cp, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { AirflowApiError } from "../../../src/airflow/api/airflow-api.ts";
import type { AirflowVersion } from "../../../src/airflow/environment/airflow-versions.ts";
import { startAirflow } from "../../../src/airflow/start/start-airflow.ts";
import { TestProject } from "../../compiler/test-project.ts";
import { unusedPort } from "../../services/ports.ts";
import { startPostgres } from "../../services/postgres.ts";
import { airflowEnvironment } from "../../services/python.ts";

/** Seconds between a run's first and last moment, as Airflow has them in its database; and what a task of it returned. */
interface TimedRun {
  readonly seconds: number;
  readonly state: string;
  readonly value: unknown;
}

export interface BenchAirflow {
  /** Runs a DAG once. @param last the task whose value is asked for */
  run(dagId: string, conf: object, last: string): Promise<TimedRun>;
  stop(): Promise<void>;
}

/** @throws Error when there is no Python for that Airflow */
export async function startBenchAirflow(version: AirflowVersion, scratch: string): Promise<BenchAirflow> {
  const python = await airflowEnvironment(version);
  if (!python) throw new Error(`There is no Python for Airflow ${version}.`);
  const home = path.join(scratch, `airflow-${version}`);
  const dagsFolder = path.join(home, "dags");
  await layOut(dagsFolder);
  const postgres = await startPostgres();
  const server = { host: postgres.host, port: postgres.port, user: "windsock", password: "test-secret" };
  await withClient({ ...server, database: "postgres" }, (client) => client.query("create database airflow"));
  const database = `windsock:test-secret@${postgres.host}:${postgres.port}/airflow`;
  const airflow = await startAirflow(
    { version, home, port: await unusedPort(), dagsFolder, database },
    python,
  );
  return {
    async run(dagId, conf, last) {
      const runId = `bench-${Date.now()}`;
      await untilFound(() => airflow.api.patch(`/dags/${dagId}`, { is_paused: false }));
      const logical_date = new Date().toISOString();
      await airflow.api.post(`/dags/${dagId}/dagRuns`, { dag_run_id: runId, logical_date, conf });
      const place = `/dags/${dagId}/dagRuns/${runId}`;
      for (;;) {
        const run = await airflow.api.get<{ state: string; start_date: string; end_date: string }>(place);
        if (run.state === "success" || run.state === "failed") {
          const seconds = (Date.parse(run.end_date) - Date.parse(run.start_date)) / 1000;
          const xcom = `${place}/taskInstances/${last}/xcomEntries/return_value`;
          const entry = await airflow.api.get<{ value: unknown }>(xcom).catch(() => ({ value: null }));
          return { seconds, state: run.state, value: entry.value };
        }
        await setTimeout(1000);
      }
    },
    async stop() {
      await airflow.stop();
      await postgres.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function layOut(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const here = import.meta.dirname;
  await copyFile(path.join(here, "mapped_instances.py"), path.join(folder, "mapped_instances.py"));
  const project = await TestProject.create({
    "dags-ts/mapped-instances.ts": await readFile(path.join(here, "mapped-instances.ts"), "utf8"),
  });
  try {
    const { exitCode, stderr } = await project.windsock("build");
    if (exitCode !== 0) throw new Error(`The DAGs of the bench do not compile: ${stderr}`);
    await cp(path.join(project.folder, "generated"), path.join(folder, "windsock"), { recursive: true });
  } finally {
    await project.remove();
  }
}

/** Airflow reads its DAG files when it comes to it. */
async function untilFound(request: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await request();
      return;
    } catch (error) {
      if (!(error instanceof AirflowApiError && error.status === 404) || tries > 120) throw error;
      await setTimeout(1000);
    }
  }
}

async function withClient(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
