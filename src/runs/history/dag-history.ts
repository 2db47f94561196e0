// What is known of one DAG's local runs, put together from its journal, which may be growing.
import { readFileSync } from "node:fs";
import { JournalRecord, type TaskRecord } from "../../local/memory/journal-record.ts";
import { RecordTail } from "../../local/memory/record-tail.ts";
import { labelOfRun } from "../../local/plan/plan-runs.ts";
import { dateOf } from "../../model/run/local-run-id.ts";
import { notMapped } from "../../model/run/outputs.ts";
import { parseProcess, stateOf } from "../../system/process-name.ts";
import { type InstanceHistory, instanceOf, type RunHistory } from "./run-history.ts";
import type { ShownState } from "./states.ts";

interface Instance extends InstanceHistory {
  state: ShownState;
  readonly mapped: Map<number, Instance>;
}

interface Run extends RunHistory {
  readonly instances: Map<string, Instance>;
}

/** The runs of a DAG. */
export class DagHistory {
  readonly #lock: string;
  readonly #tail: RecordTail<JournalRecord>;
  readonly #runs = new Map<string, Run>();
  #sorted: readonly RunHistory[] = [];
  /** The ids of tasks in the order in which a run began them. */
  readonly #taskIds = new Set<string>();
  #runner: string | undefined;
  #dagId: string | undefined;
  /** Rises with each change. */
  #revision = 0;
  #isRunning = false;

  /** @param lock names the runner that has the project, if any */
  constructor(journal: string, lock: string) {
    this.#lock = lock;
    this.#tail = new RecordTail(journal, JournalRecord, "a record of a local run");
  }

  /**
   * Reads what has been added to the journal.
   *
   * @throws {UserError} when it holds what is no record
   */
  refresh(): void {
    const { records, isNew } = this.#tail.read();
    if (isNew) this.#forget();
    for (const record of records) this.#apply(record);
    const isRunning = this.#isRunnerAlive();
    const changed = isNew || records.length > 0 || isRunning !== this.#isRunning;
    this.#isRunning = isRunning;
    if (!changed) return;
    this.#revision += 1;
    this.#sorted = [...this.#runs.values()].sort((a, b) => (dateOf(a.runId) < dateOf(b.runId) ? -1 : 1));
  }

  get dagId(): string | undefined {
    return this.#dagId;
  }

  get revision(): number {
    return this.#revision;
  }

  get taskIds(): readonly string[] {
    return [...this.#taskIds];
  }

  /** Oldest date first. */
  get runs(): readonly RunHistory[] {
    return this.#sorted;
  }

  /** The run that was made last: the one that a runner goes on with where runs have no dates. */
  get latestBegun(): RunHistory | undefined {
    return [...this.#runs.values()].at(-1);
  }

  run(runId: string): RunHistory | undefined {
    return this.#runs.get(runId);
  }

  /** Whether a runner is at work on one of them. */
  get isUnderWay(): boolean {
    return this.#isRunning && this.#sorted.some((run) => this.stateOf(run) === "running");
  }

  /** What a run's state means now: one that no runner is at work on any more is interrupted. */
  stateOf({ state, runner, instances }: RunHistory): ShownState {
    if (state !== "running" && state !== "queued") return state;
    if (this.#isRunning && runner === this.#runner) return state;
    return state === "running" || instances.size > 0 ? "interrupted" : "none";
  }

  /** Likewise of a task in a run, or of an instance of it; `none` where the run has not come to it. */
  stateOfTask(run: RunHistory, taskId: string, mapIndex: number = notMapped): ShownState {
    const state = instanceOf(run, taskId, mapIndex)?.state ?? "none";
    if (state !== "running" && state !== "up_for_retry") return state;
    return this.stateOf(run) === "running" ? state : "interrupted";
  }

  #forget(): void {
    this.#runs.clear();
    this.#taskIds.clear();
    this.#runner = undefined;
  }

  #isRunnerAlive(): boolean {
    const runner = parseProcess(this.#runner ?? "");
    if (!runner || ![...this.#runs.values()].some(isOpen)) return false;
    const state = stateOf(runner);
    // One in another container cannot be asked about: it has the lock, or left it behind when it was killed.
    return state === "elsewhere" ? this.#runner === textOf(this.#lock) : state === "running";
  }

  #apply(record: JournalRecord): void {
    switch (record.kind) {
      case "begin":
        this.#begin(record);
        break;
      case "start":
        this.#start(record);
        break;
      case "try":
        this.#change(record, (instance) => {
          if (record.tryNumber === 1) {
            Object.assign(instance, fresh(record.taskId), { mapped: instance.mapped, startedAt: record.at });
          }
          Object.assign(instance, { state: "running", tries: record.tryNumber, triedAt: record.at });
        });
        break;
      case "retry":
        this.#change(record, (instance) => {
          instance.state = "up_for_retry";
          instance.reason = record.reason;
        });
        break;
      case "task":
        this.#endTask(record);
        break;
      case "run": {
        const run = this.#runs.get(record.runId);
        if (run) Object.assign(run, { state: record.state, endedAt: record.at });
      }
    }
  }

  #begin({
    at,
    dagId,
    runner,
    runIds,
    taskIds,
    params,
    assetEvents,
  }: Extract<JournalRecord, { kind: "begin" }>) {
    if (dagId !== undefined) this.#dagId = dagId;
    this.#runner = runner;
    for (const taskId of taskIds) this.#taskIds.add(taskId);
    for (const runId of runIds) {
      const instances = this.#runs.get(runId)?.instances ?? new Map<string, Instance>();
      for (const taskId of taskIds) instances.delete(taskId);
      this.#runs.set(runId, {
        runId,
        label: labelOfRun(runId),
        state: "queued",
        runner,
        begunAt: at,
        startedAt: null,
        endedAt: null,
        interval: null,
        params,
        triggeredBy: Object.keys(assetEvents ?? {}),
        instances,
      });
    }
  }

  #start({
    at,
    runner,
    runId,
    dataIntervalStart,
    dataIntervalEnd,
  }: Extract<JournalRecord, { kind: "start" }>) {
    this.#runner = runner;
    const run = this.#runs.get(runId);
    if (!run) return;
    const interval =
      dataIntervalStart === null || dataIntervalEnd === null
        ? null
        : { start: dataIntervalStart, end: dataIntervalEnd };
    Object.assign(run, { state: "running", runner, startedAt: at, endedAt: null, interval });
  }

  #endTask(record: TaskRecord): void {
    const { at, state, tries, durationMs, reason } = record;
    this.#change(record, (instance) => {
      Object.assign(instance, { state, tries, durationMs, reason: reason ?? null, endedAt: at });
    });
  }

  #change({ runId, taskId, mapIndex }: PlaceOfInstance, change: (instance: Instance) => void): void {
    const instances = this.#runs.get(runId)?.instances;
    if (!instances) return;
    const instance = instances.get(taskId) ?? fresh(taskId);
    instances.set(taskId, instance);
    if (mapIndex === undefined) {
      change(instance);
      return;
    }
    const one = instance.mapped.get(mapIndex) ?? fresh(taskId);
    change(one);
    instance.mapped.set(mapIndex, one);
    Object.assign(instance, together([...instance.mapped.values()]));
  }
}

function fresh(taskId: string): Instance {
  return {
    taskId,
    state: "none",
    tries: 0,
    startedAt: null,
    triedAt: null,
    endedAt: null,
    durationMs: null,
    reason: null,
    mapped: new Map(),
  };
}

type PlaceOfInstance = Pick<TaskRecord, "runId" | "taskId" | "mapIndex">;

/** From what stands out most to what does least. */
const prominence: readonly ShownState[] = [
  "running",
  "up_for_retry",
  "failed",
  "upstream_failed",
  "success",
  "skipped",
];

/** What a mapped task is as a whole: as many tries as the instance that was tried most often. */
function together(instances: readonly Instance[]): Partial<Instance> {
  const times = (of: "startedAt" | "triedAt" | "endedAt") =>
    instances.flatMap((instance) => instance[of] ?? []).sort();
  return {
    state: prominence.find((state) => instances.some((instance) => instance.state === state)) ?? "none",
    tries: Math.max(...instances.map(({ tries }) => tries)),
    startedAt: times("startedAt")[0] ?? null,
    triedAt: times("triedAt").at(-1) ?? null,
    endedAt: times("endedAt").at(-1) ?? null,
    durationMs: instances.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0),
    reason: instances.find(({ reason }) => reason !== null)?.reason ?? null,
  };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function isOpen({ state }: RunHistory): boolean {
  return state === "running" || state === "queued";
}
