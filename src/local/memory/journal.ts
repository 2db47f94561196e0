// Remembers across runners what came of each task, so that a later one can go on or read outputs.

import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../model/errors.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Params } from "../../model/run/run-context.ts";
import type { AssetEvents } from "../schedule/task-instance.ts";
import { type BeginRecord, JournalRecord, type TaskRecord } from "./journal-record.ts";

interface RunMemory {
  params: Params;
  assetEvents: AssetEvents;
  readonly tasks: Map<string, TaskRecord>;
}

/**
 * An append-only file of JSON lines. A line counts once its line end is written, so a runner may die at any
 * byte: what it left of its last line is cut off when the file is next opened. One process writes at a time
 * (see lock.ts).
 */
export class Journal {
  readonly #handle: number;
  readonly #runs = new Map<string, RunMemory>();

  /** @throws {UserError} when a line of the file is not a record */
  constructor(file: string) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.#handle = openSync(file, "a+");
    try {
      this.#load(file);
    } catch (error) {
      closeSync(this.#handle);
      throw error;
    }
  }

  /** How the task last ended in this run, or undefined when it has not since the run last began. */
  task(runId: string, taskId: string): TaskRecord | undefined {
    return this.#runs.get(runId)?.tasks.get(taskId);
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
  begin(record: Omit<BeginRecord, "kind">): void {
    this.#append({ kind: "begin", ...record });
  }

  taskEnded(record: Omit<TaskRecord, "kind">): void {
    this.#append({ kind: "task", ...record });
  }

  runEnded(runId: string, state: "success" | "failed", at: string): void {
    this.#append({ kind: "run", runId, state, at });
  }

  close(): void {
    closeSync(this.#handle);
  }

  #append(record: JournalRecord): void {
    writeSync(this.#handle, `${JSON.stringify(record)}\n`);
    this.#apply(record);
  }

  #apply(record: JournalRecord): void {
    if (record.kind === "task") this.#runs.get(record.runId)?.tasks.set(record.taskId, record);
    if (record.kind !== "begin") return;
    for (const runId of record.runIds) {
      const run = this.#runs.get(runId) ?? {
        params: record.params,
        assetEvents: {},
        tasks: new Map<string, TaskRecord>(),
      };
      run.params = record.params;
      run.assetEvents = record.assetEvents ?? {};
      for (const taskId of record.taskIds) run.tasks.delete(taskId);
      this.#runs.set(runId, run);
    }
  }

  #load(file: string): void {
    const bytes = readFileSync(this.#handle);
    const end = bytes.lastIndexOf("\n") + 1;
    if (end < bytes.length) ftruncateSync(this.#handle, end);
    const lines = bytes.toString("utf8", 0, end).split("\n").slice(0, -1);
    for (const [index, line] of lines.entries()) this.#apply(parse(file, index + 1, line));
  }
}

function parse(file: string, line: number, text: string): JournalRecord {
  try {
    return JournalRecord.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError(
      `${file}, line ${line}, is not a record of a local run. Delete the file to begin afresh.`,
      { cause },
    );
  }
}
