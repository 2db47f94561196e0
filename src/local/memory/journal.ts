// Remembers across runners what came of each task, so that a later one can go on or read outputs.
import type { JsonValue } from "../../model/json.ts";
import { notMapped, Outputs } from "../../model/run/outputs.ts";
import { priorOutput } from "../../model/run/prior-output.ts";
import type { Params } from "../../model/run/run-context.ts";
import { RunOrder } from "../../model/run/run-order.ts";
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
  /** The one text of it that is kept. */
  readonly runId: string;
  params: Params;
  assetEvents: AssetEvents;
  /** How it ended; undefined when it has not since it last began. */
  state: RunRecord["state"] | undefined;
  /** When it last started, and how long it took from there; undefined when it has not ended since. */
  startedAt: number;
  runtime: number | undefined;
}

/** How a task or an instance of one ended: what is asked for of its record. */
export type EndedTask = Pick<TaskRecord, "mapIndex" | "state" | "tries" | "value" | "reason">;

/** How a task ended, by the ids of its runs: there are few tasks, and there may be many runs. */
interface TaskMemory {
  readonly alone: Map<string, EndedTask>;
  /** Those of a mapped one, by their indices. */
  readonly instances: Map<string, Map<number, EndedTask>>;
}

const noAssetEvents: AssetEvents = {};

/** What came of one DAG's runs. */
export class Journal {
  readonly #file: RecordFile<JournalRecord>;
  readonly #runner = formatProcess(thisProcess());
  readonly #runs = new Map<string, RunMemory>();
  readonly #order = new RunOrder();
  readonly #tasks = new Map<string, TaskMemory>();

  /** @throws {UserError} when a line of the file is not a record */
  constructor(file: string) {
    this.#file = new RecordFile(file, JournalRecord, "a record of a local run");
    for (const record of this.#file.read()) this.#apply(record);
  }

  /** How the task, or an instance of it, last ended in this run; undefined when it has not since the run last began. */
  task(runId: string, taskId: string, mapIndex: number = notMapped): EndedTask | undefined {
    const { alone, instances } = this.#tasks.get(taskId) ?? {};
    return mapIndex === notMapped ? alone?.get(runId) : instances?.get(runId)?.get(mapIndex);
  }

  /** How all instances of the task ended that have. */
  instancesOf(runId: string, taskId: string): EndedTask[] {
    const { alone, instances } = this.#tasks.get(taskId) ?? {};
    const one = alone?.get(runId);
    return [...(one ? [one] : []), ...(instances?.get(runId)?.values() ?? [])];
  }

  /** How the run last ended, or undefined when it has not since it last began. */
  run(runId: string): RunRecord["state"] | undefined {
    return this.#runs.get(runId)?.state;
  }

  /** How long the successful runs took, in milliseconds, those with the latest dates first. */
  get runtimes(): number[] {
    return [...this.#order.latestFirst()].flatMap((runId) => {
      const { state, runtime } = this.#runs.get(runId) ?? {};
      return state === "success" && runtime !== undefined ? [runtime] : [];
    });
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

  /** What the run's tasks returned. */
  outputs(runId: string): Outputs {
    const outputs = new Outputs();
    for (const taskId of this.#tasks.keys()) {
      for (const { mapIndex = notMapped, state, value } of this.instancesOf(runId, taskId)) {
        if (state === "success") outputs.set(taskId, mapIndex, value ?? null);
      }
    }
    return outputs;
  }

  /** How the instances of the task ended in the latest run before `runId` that has come to it. */
  taskBefore(runId: string, taskId: string): EndedTask[] {
    for (const earlier of this.#order.before(runId)) {
      const records = this.instancesOf(earlier, taskId);
      if (records.length > 0) return records;
    }
    return [];
  }

  /** What the task, or an instance of it, returned in the run before `runId`. */
  priorOutput(runId: string, taskId: string, mapIndex: number): JsonValue | undefined {
    return priorOutput(this.#order, runId, (other) => this.task(other, taskId, mapIndex)?.value);
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

  #end({ runId: id, taskId, mapIndex, state, tries, value, reason }: TaskRecord): void {
    const { runId } = this.#runs.get(id) ?? {};
    if (runId === undefined) return;
    const ended = { mapIndex, state, tries, value, reason };
    const task = this.#tasks.get(taskId) ?? { alone: new Map(), instances: new Map() };
    this.#tasks.set(taskId, task);
    if (mapIndex === undefined) {
      task.alone.set(runId, ended);
      return;
    }
    // What an earlier runner said of the task before it was expanded counts no longer.
    task.alone.delete(runId);
    const instances = task.instances.get(runId) ?? new Map<number, EndedTask>();
    task.instances.set(runId, instances.set(mapIndex, ended));
  }

  #forget(runId: string, taskId: string): void {
    this.#tasks.get(taskId)?.alone.delete(runId);
    this.#tasks.get(taskId)?.instances.delete(runId);
  }

  #apply(record: JournalRecord): void {
    if (record.kind === "task") this.#end(record);
    if (record.kind === "run") {
      const ended = this.#runs.get(record.runId);
      if (ended) {
        ended.state = record.state;
        ended.runtime = Date.parse(record.at) - ended.startedAt;
      }
    }
    if (record.kind === "start") {
      const started = this.#runs.get(record.runId);
      if (started) started.startedAt = Date.parse(record.at);
    }
    if (record.kind !== "begin") return;
    for (const runId of record.runIds) {
      if (!this.#runs.has(runId)) this.#order.add(runId);
      const run: RunMemory = this.#runs.get(runId) ?? {
        runId,
        params: record.params,
        assetEvents: noAssetEvents,
        state: undefined,
        startedAt: Number.NaN,
        runtime: undefined,
      };
      run.state = undefined;
      run.runtime = undefined;
      run.params = record.params;
      run.assetEvents = record.assetEvents ?? noAssetEvents;
      for (const taskId of record.taskIds) this.#forget(runId, taskId);
      this.#runs.set(runId, run);
    }
  }
}
