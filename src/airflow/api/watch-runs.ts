// Tells what the scheduler does: a line for each run that starts or ends, for each task that fails, and for each DAG
// file that Airflow cannot read.
import { setTimeout } from "node:timers/promises";
import type { AirflowApi } from "./airflow-api.ts";

interface DagRun {
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly state: string;
  readonly logical_date: string | null;
}

interface TaskInstance {
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly task_id: string;
  readonly try_number: number;
  readonly state: string | null;
}

interface ImportError {
  readonly filename: string;
  readonly stack_trace: string;
}

/** Milliseconds between two looks. */
const interval = 2_000;
const failures = ["failed", "up_for_retry", "upstream_failed"];

/** Prints until the signal is aborted. A moment in which Airflow does not answer is passed over. */
export async function watchRuns(
  api: AirflowApi,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const told = new Map<string, string>();
  let silent = 0;
  while (!signal.aborted) {
    try {
      for (const line of [...(await importNews(api, told)), ...(await news(api, told))]) print(line);
      silent = 0;
    } catch (error) {
      silent += 1;
      if (silent === 15)
        print(`Airflow has not answered for ${(silent * interval) / 1000} s: ${String(error)}`);
    }
    await setTimeout(interval, undefined, { signal }).catch(() => undefined);
  }
}

async function importNews(api: AirflowApi, told: Map<string, string>): Promise<string[]> {
  const { import_errors: errors } = await api.get<{ import_errors: ImportError[] }>(
    "/importErrors?limit=100",
  );
  return errors
    .filter(({ filename, stack_trace: trace }) => isNews(told, filename, trace))
    .map(({ filename, stack_trace: trace }) => {
      const reason = trace.trim().split("\n").at(-1);
      return `${filename.split("/").at(-1)}  failed to import: ${reason}`;
    });
}

async function news(api: AirflowApi, told: Map<string, string>): Promise<string[]> {
  const { dag_runs: runs } = await api.get<{ dag_runs: DagRun[] }>("/dags/~/dagRuns?limit=100&order_by=-id");
  const lines: string[] = [];
  for (const run of runs.reverse()) {
    const name = `${run.dag_id} ${run.logical_date?.slice(0, 10) ?? run.dag_run_id}`;
    if (isNews(told, `${run.dag_id}/${run.dag_run_id}`, run.state)) lines.push(`${name}  ${run.state}`);
    if (run.state === "success" || run.state === "queued") continue;
    for (const line of await taskNews(api, run, told)) lines.push(`${name}  ${line}`);
  }
  return lines;
}

async function taskNews(api: AirflowApi, run: DagRun, told: Map<string, string>): Promise<string[]> {
  const path = `/dags/${run.dag_id}/dagRuns/${encodeURIComponent(run.dag_run_id)}/taskInstances?limit=100`;
  const { task_instances: instances } = await api.get<{ task_instances: TaskInstance[] }>(path);
  return instances
    .filter(({ state }) => state !== null && failures.includes(state))
    .filter((task) => {
      const key = `${run.dag_id}/${run.dag_run_id}/${task.task_id}/${task.try_number}`;
      return isNews(told, key, String(task.state));
    })
    .map((task) => `${task.task_id}  ${task.state}, see ${logFile(task)}`);
}

function logFile({ dag_id, dag_run_id, task_id, try_number }: TaskInstance): string {
  return `logs/dag_id=${dag_id}/run_id=${dag_run_id}/task_id=${task_id}/attempt=${try_number}.log`;
}

function isNews(told: Map<string, string>, key: string, state: string): boolean {
  if (told.get(key) === state) return false;
  told.set(key, state);
  return true;
}
