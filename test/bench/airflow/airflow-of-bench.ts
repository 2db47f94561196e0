// A real Airflow with the DAGs of the bench in it: ours, built as a project of its own, and those of its peers.
import { copyFile, cp, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import { AirflowApiError } from "../../../src/airflow/api/airflow-api.ts";
import type { AirflowVersion } from "../../../src/airflow/environment/airflow-versions.ts";
import { startAirflow } from "../../../src/airflow/start/start-airflow.ts";
import { TestProject } from "../../compiler/test-project.ts";
import {
  configurePipeline,
  type PipelineServices,
  startPipelineServices,
} from "../../services/pipeline-services.ts";
import { unusedPort } from "../../services/ports.ts";
import { airflowEnvironment, backfillPackages } from "../../services/python.ts";
import { benchFolder } from "../bench.ts";
import { workersCpuSeconds } from "./workers-cpu.ts";

/** Seconds between a run's first and last moment, as Airflow has them in its database; and what a task of it returned. */
interface TimedRun {
  readonly runId: string;
  readonly seconds: number;
  /** Of the workers and all that they started. */
  readonly cpuSeconds: number;
  readonly state: string;
  readonly value: unknown;
}

export interface BenchAirflow {
  /** Its AIRFLOW_HOME, with its logs. */
  readonly home: string;
  readonly dagsFolder: string;
  /** Its database, and what the reference pipeline works with. */
  readonly services: PipelineServices;
  /** As {@link workersCpuSeconds}. */
  cpuSeconds(): Promise<number>;
  /** As soon as Airflow has read the DAG's file. */
  unpause(dagId: string): Promise<void>;
  /** Forgets a DAG and all its runs. Its file must be written again, for Airflow to read it anew. */
  forget(dagId: string): Promise<void>;
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
  const services = await startPipelineServices(path.join(benchFolder, "airflow/object-store"));
  const airflow = await startAirflow(
    {
      version,
      home,
      port: await unusedPort(),
      dagsFolder,
      database: services.metadata,
      env: {
        PYTHONPATH: await backfillPackages(python.python),
        // Files that change are read at once; that of the others must not disturb what is measured.
        AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL: "3600",
        // What a machine may have and most have not: Python that keeps nothing compiled, and certificates that Node.js
        // reads at each start, which takes as long as all else of it.
        PYTHONDONTWRITEBYTECODE: "",
        NODE_EXTRA_CA_CERTS: "",
      },
    },
    python,
  );
  await configurePipeline(airflow.api, services);
  const cpuSeconds = () => workersCpuSeconds(path.join(home, "scheduler.log"));
  const unpause = (dagId: string) =>
    untilFound(() => airflow.api.patch(`/dags/${dagId}`, { is_paused: false }));
  return {
    home,
    dagsFolder,
    services,
    cpuSeconds,
    unpause,
    async forget(dagId) {
      const args = ["-m", "airflow", "dags", "delete", "--yes", dagId];
      await execa(python.python, args, { env: airflow.variables, extendEnv: false });
    },
    async run(dagId, conf, last) {
      const runId = `bench-${Date.now()}`;
      await unpause(dagId);
      const before = await cpuSeconds();
      const logical_date = new Date().toISOString();
      await airflow.api.post(`/dags/${dagId}/dagRuns`, { dag_run_id: runId, logical_date, conf });
      const place = `/dags/${dagId}/dagRuns/${runId}`;
      for (;;) {
        const run = await airflow.api.get<{ state: string; start_date: string; end_date: string }>(place);
        if (run.state === "success" || run.state === "failed") {
          const seconds = (Date.parse(run.end_date) - Date.parse(run.start_date)) / 1000;
          const xcom = `${place}/taskInstances/${last}/xcomEntries/return_value`;
          const entry = await airflow.api.get<{ value: unknown }>(xcom).catch(() => ({ value: null }));
          const used = (await cpuSeconds()) - before;
          return { runId, seconds, cpuSeconds: used, state: run.state, value: entry.value };
        }
        await setTimeout(1000);
      }
    },
    async stop() {
      await airflow.stop();
      await services.stop();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function layOut(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const here = import.meta.dirname;
  for (const name of ["mapped_instances.py", "single_tasks.py"]) {
    await copyFile(path.join(here, name), path.join(folder, name));
  }
  const project = await TestProject.create({
    "dags-ts/mapped-instances.ts": await readFile(path.join(here, "mapped-instances.ts"), "utf8"),
    "dags-ts/single-tasks.ts": await readFile(path.join(here, "single-tasks.ts"), "utf8"),
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
