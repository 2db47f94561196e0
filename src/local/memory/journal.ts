// Remembers across runners what came of each task, so that a later one can go on or read outputs.
import type { JsonValue } from "../../model/json.ts";
import type { Params } from "../../model/run/run-context.ts";
import { formatProcess, thisProcess } from "../../system/process-name.ts";
import type { AssetEvents } from "../schedule/task-instance.ts";
import {
  type BeginRecord,
  JournalRecord,
  type RetryRecord,
  type RunRecord,
  type StartRecord,
  type TaskRecord,
  type TryRecord,
} from "./journal-record.ts";
import { RecordFile } from "./record-file.ts";

interface RunMemory {
  params: Params;
  assetEvents: AssetEvents;
  /** How it ended; undefined when it has not since it last began. */
  state: RunRecord["state"] | undefined;
  readonly tasks: Map<string, TaskRecord>;
}

/** What came of one DAG's runs. */
export class Journal {
  readonly #file: RecordFile<JournalRecord>;
  readonly #runner = formatProcess(thisProcess());
  readonly #runs = new Map<string, RunMemory>();

  /** @throws {UserError} when a line of the file is not a record */
  constructor(file: string) {
    this.#file = new RecordFile(file, JournalRecord, "a record of a local run");
    for (const record of this.#file.read()) this.#apply(record);
  }

  /** How the task last ended in this run, or undefined when it has not since the run last began. */
  task(runId: string, taskId: string): TaskRecord | undefined {
    return this.#runs.get(runId)?.tasks.get(taskId);
  }

  /** How the run last ended, or undefined when it has not since it last began. */
  run(runId: string): RunRecord["state"] | undefined {
    return this.#runs.get(runId)?.state;
  }

  /** The params of the run when it last began. */
  params(runId: string): Params | undefined {
    return this.#runs.get(runId)?.params;
  }

  /** The run that was begun last, and what triggered it; undefined when there was none. */
  get lastRun(): { readonly runId: string; readonly assetEvents: AssetEvents } | undefined {
    const [runId, memory] = [...this.#runs].at(-1) ?? [];
    return runId === undefined || memory === undefined
      ? undefined
      : { runId, assetEvents: memory.assetEvents };
  }

  /** What the run's tasks returned, by task id. */
  outputs(runId: string): Map<string, JsonValue> {
    const outputs = new Map<string, JsonValue>();
    for (const [taskId, { state, value }] of this.#runs.get(runId)?.tasks ?? []) {
      if (state === "success") outputs.set(taskId, value ?? null);
    }
    return outputs;
  }

  /** How the task ended in the latest run before `runId` that has come to it. */
  taskBefore(runId: string, taskId: string): TaskRecord | undefined {
    // Ids of local runs end in their date.
    const date = (id: string) => id.slice(id.indexOf("__"));
    const earlier = [...this.#runs.keys()].filter((other) => date(other) < date(runId));
    earlier.sort((a, b) => (date(a) < date(b) ? -1 : 1));
    return earlier.map((other) => this.task(other, taskId)).findLast((record) => record !== undefined);
  }

  /** Forgets what is known of these tasks in these runs: they begin afresh. */
  begin(record: Omit<BeginRecord, "kind" | "runner">): void {
    this.#append({ kind: "begin", runner: this.#runner, ...record });
  }

  runStarted(record: Omit<StartRecord, "kind" | "runner">): void {
    this.#append({ kind: "start", runner: this.#runner, ...record });
  }

  tryStarted(record: Omit<TryRecord, "kind">): void {
    this.#append({ kind: "try", ...record });
  }

  tryFailed(record: Omit<RetryRecord, "kind">): void {
    this.#append({ kind: "retry", ...record });
  }

  taskEnded(record: Omit<TaskRecord, "kind">): void {
    this.#append({ kind: "task", ...record });
  }

  runEnded(runId: string, state: "success" | "failed", at: string): void {
    this.#append({ kind: "run", runId, state, at });
  }

  #append(record: JournalRecord): void {
    this.#file.append(record);
    this.#apply(record);
  }

  #apply(record: JournalRecord): void {
    if (record.kind === "task") this.#runs.get(record.runId)?.tasks.set(record.taskId, record);
    if (record.kind === "run") {
      const ended = this.#runs.get(record.runId);
      if (ended) ended.state = record.state;
    }
    if (record.kind !== "begin") return;
    for (const runId of record.runIds) {
      const run: RunMemory = this.#runs.get(runId) ?? {
        params: record.params,
        assetEvents: {},
        state: undefined,
        tasks: new Map(),
      };
      run.state = undefined;
      run.params = record.params;
      run.assetEvents = record.assetEvents ?? {};
      for (const taskId of record.taskIds) run.tasks.delete(taskId);
      this.#runs.set(runId, run);
    }
  }
}
