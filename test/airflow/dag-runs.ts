// Starts DAG runs in a real Airflow and looks at what came of them, as a person in the web UI would.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import { AirflowApiError } from "../../src/airflow/api/airflow-api.ts";
import type { RunningAirflow } from "../../src/airflow/start/start-airflow.ts";
import type { PipelineServices } from "../services/pipeline-services.ts";

export interface DagRun {
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly run_type: string;
  readonly state: string;
  /** Null of a run that has no dates. */
  readonly logical_date: string | null;
  readonly data_interval_start: string;
}

export interface TaskInstance {
  readonly task_id: string;
  readonly state: string | null;
  readonly try_number: number;
  /** -1 for a task that is not mapped. */
  readonly map_index: number;
  /** What the UI calls an instance of a mapped task. */
  readonly rendered_map_index: string | null;
}

/** One try of one task. */
export interface TaskTry {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  /** @default 1 */
  readonly attempt?: number;
}

export class DagRuns {
  readonly #airflow: RunningAirflow;
  readonly #services: PipelineServices;

  constructor(airflow: RunningAirflow, services: PipelineServices) {
    this.#airflow = airflow;
    this.#services = services;
  }

  /** Unpauses a DAG, as soon as Airflow has read its file. */
  async unpause(dagId: string): Promise<void> {
    await this.#eventually(async () => {
      try {
        await this.#airflow.api.patch(`/dags/${dagId}`, { is_paused: false });
        return true;
      } catch (error) {
        if (error instanceof AirflowApiError && error.status === 404) return null;
        throw error;
      }
    });
  }

  /** Unpauses a DAG and starts a run by hand, of now or of another logical date; returns its id. */
  async trigger(
    dagId: string,
    conf: object = {},
    logical_date: string | null = new Date().toISOString(),
  ): Promise<string> {
    await this.unpause(dagId);
    const dag_run_id = `test-${randomUUID()}`;
    await this.#airflow.api.post(`/dags/${dagId}/dagRuns`, { dag_run_id, logical_date, conf });
    return dag_run_id;
  }

  /** Waits until a run has succeeded or failed; returns its state. */
  async finished(dagId: string, runId: string): Promise<string> {
    const path = `/dags/${dagId}/dagRuns/${encodeURIComponent(runId)}`;
    return this.#eventually(async () => {
      const { state } = await this.#airflow.api.get<DagRun>(path);
      return ["success", "failed"].includes(state) ? state : null;
    });
  }

  /** The runs of a DAG by their logical dates. */
  async all(dagId: string): Promise<DagRun[]> {
    const path = `/dags/${dagId}/dagRuns?limit=100`;
    const { dag_runs: runs } = await this.#airflow.api.get<{ dag_runs: DagRun[] }>(path);
    return runs.sort((a, b) => (a.logical_date ?? "").localeCompare(b.logical_date ?? ""));
  }

  /** A run's tasks by their ids. */
  async tasks(dagId: string, runId: string): Promise<Record<string, TaskInstance>> {
    const tasks = await this.instances(dagId, runId);
    return Object.fromEntries(tasks.map((task) => [task.task_id, task]));
  }

  /** A run's tasks, of mapped ones all instances in their order. */
  async instances(dagId: string, runId: string): Promise<TaskInstance[]> {
    const path = `/dags/${dagId}/dagRuns/${encodeURIComponent(runId)}/taskInstances?limit=100`;
    const { task_instances: tasks } = await this.#airflow.api.get<{ task_instances: TaskInstance[] }>(path);
    return tasks.sort((one, other) => one.map_index - other.map_index);
  }

  /** Waits until a DAG has so many runs and all have succeeded; else tells what has not, with the end of its log. */
  async allSucceed(dagId: string, count: number, timeout = 540_000): Promise<void> {
    const states = async () => (await this.all(dagId)).map(({ state }) => state);
    const wanted = Array(count).fill("success");
    await expect
      .poll(states, { timeout, interval: 2_000 })
      .toEqual(wanted)
      .catch(async (cause) => {
        throw new Error((await this.#unfinished(dagId)).join("\n"), { cause });
      });
  }

  /** The tries of a DAG's tasks that did not succeed, each with the end of its log. */
  async failedTries(dagId: string): Promise<string[]> {
    const lines: string[] = [];
    for (const { dag_run_id: runId } of await this.all(dagId)) {
      for (const { task_id: taskId, try_number: tries } of Object.values(await this.tasks(dagId, runId))) {
        for (let attempt = 1; attempt < tries; attempt += 1) {
          const log = await this.log({ dagId, runId, taskId, attempt }).catch(String);
          lines.push(`${runId} ${taskId}, try ${attempt}: ${log.slice(-1_500)}`);
        }
      }
    }
    return lines;
  }

  async #unfinished(dagId: string): Promise<string[]> {
    const lines: string[] = [];
    for (const { dag_run_id: runId, state: ofRun } of await this.all(dagId)) {
      const tasks = ofRun === "success" ? [] : Object.values(await this.tasks(dagId, runId));
      for (const { task_id: taskId, state, try_number: attempt } of tasks) {
        if (state === "success") continue;
        const log = await this.log({ dagId, runId, taskId, attempt }).catch(() => "");
        lines.push(`${runId} ${taskId} is ${state} in try ${attempt}: ${log.slice(-4_000)}`);
      }
    }
    return lines;
  }

  /** Waits until a task is in one of the states. */
  async reached({ dagId, runId, taskId }: TaskTry, ...states: string[]): Promise<TaskInstance> {
    return this.#eventually(async () => {
      const task = (await this.tasks(dagId, runId))[taskId];
      return task?.state && states.includes(task.state) ? task : null;
    });
  }

  /** What a task returned, from the metadata database. */
  async result({ dagId, runId, taskId }: TaskTry): Promise<unknown> {
    const rows = await this.#services.queryMetadata<{ value: unknown }>(
      `select value from xcom where key = 'return_value'
         and dag_id = '${dagId}' and run_id = '${runId}' and task_id = '${taskId}'`,
    );
    const value = rows[0]?.value;
    // Airflow 2 stores the JSON's bytes; Airflow 3 stores JSON, which holds what the XCom backend wrote.
    return Buffer.isBuffer(value) ? JSON.parse(value.toString()) : value;
  }

  /** The lines of a task's log, as the log view shows them. */
  async log({ dagId, runId, taskId, attempt = 1 }: TaskTry): Promise<string> {
    const folder = `logs/dag_id=${dagId}/run_id=${runId}/task_id=${taskId}`;
    const text = await readFile(path.join(this.#airflow.home, folder, `attempt=${attempt}.log`), "utf8");
    if (this.#airflow.version.startsWith("2.")) return text;
    return text
      .trimEnd()
      .split("\n")
      .map((line) => {
        const { event, error_detail: detail } = JSON.parse(line);
        return [event, ...(detail ?? []).map((error: { exc_value: string }) => error.exc_value)].join("\n");
      })
      .join("\n");
  }

  async #eventually<T>(look: () => Promise<T | null>): Promise<T> {
    const deadline = Date.now() + 240_000;
    for (;;) {
      const found = await look();
      if (found !== null) return found;
      if (Date.now() > deadline) throw new Error("What was waited for did not happen within four minutes.");
      await setTimeout(500);
    }
  }
}
