// The runs and task instances of a local run, in Airflow's words; the scheduler moves them from state to state.
import type { CallbackModel } from "../../model/dag/callback.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { Expression } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import { type EndState, endStates } from "../../model/run/end-state.ts";
import type { Run } from "../../model/run/make-run.ts";
import { notMapped, type Outputs } from "../../model/run/outputs.ts";
import type { TaskError } from "../../model/run/task-error.ts";
import type { OutletUpdate } from "../../model/run/task-protocol.ts";
import type { EffectiveOptions } from "./effective-options.ts";
import type { Counts } from "./trigger-rule.ts";

/** `none`: not decided yet. */
export type TaskState = "none" | "running" | "up_for_retry" | "up_for_reschedule" | EndState;

type RunState = "queued" | "running" | "success" | "failed";

/** The events that triggered a run, oldest first, by the URI of their asset. */
export type AssetEvents = Readonly<Record<string, readonly JsonValue[]>>;

/** Until when a run is to have ended. */
export interface Deadline {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** What is called when it has not. */
  readonly callback: CallbackModel;
  readonly name?: string | undefined;
}

/** One run that a schedule, an update of assets or a person asks for. */
export interface PlannedRun extends Run {
  readonly assetEvents: AssetEvents;
  /**
   * Names the run to people and in file names: its date, with the time of day unless that is midnight UTC; or
   * when it was made.
   */
  readonly label: string;
}

/** One run under way. */
export interface DagRun extends PlannedRun {
  /** Counts the runs from 0, in the order in which they begin. */
  readonly place: number;
  /** The tasks to run, each after its upstream tasks; those of a mapped one once it is expanded. */
  tasks: readonly TaskInstance[];
  /** What tasks returned, those of earlier runners included. */
  readonly outputs: Outputs;
  /** The list for whose elements a task has instances; undefined where it has one alone. */
  expansionOf(taskId: string): Expression | undefined;
  /** Puts the instances of a mapped task in the place of the one that stands for them. */
  expand(instance: TaskInstance, elements: number): void;
  /** Says of each of its instances what it waits for: to be called when it begins, and when one has been expanded. */
  link(): void;
  /** How its instances of a task have ended; undefined where it has none, or is not linked. */
  countsOf(taskId: string): Counts | undefined;
  /** Likewise of the run before: without one, or where that has none, of the latest that is remembered. */
  countsBefore(taskId: string): Counts;
  /** The run that began before it, as long as this one has not ended: else the last one would hold all the others. */
  before: DagRun | undefined;
  /** Ids of the tasks that branches have decided to skip. */
  readonly skipped: Set<string>;
  /** Nothing was left to do when the runner started. */
  kept: boolean;
  /** It took longer than it may. */
  timedOut: boolean;
  /** A task of it failed, and the DAG fails with its first one. */
  failedFast: boolean;
  state: RunState;
  /** Milliseconds since the epoch. */
  startedAt: number;
  durationMs: number;
}

/** Instances that others wait for together. */
export interface Awaited {
  /** What is decided by how they end. */
  readonly dependents: TaskInstance[];
  readonly areSetups: boolean;
  /** How those have ended that have. */
  readonly counts: Counts;
  /** Counts one that has ended, and says whether what depends on them may be decided otherwise from now on. */
  count(state: EndState): boolean;
}

/** Of an instance that waits for none; and of all that are not linked. */
export const nobody: readonly Awaited[] = [];

/** One task in one run, or one of its instances where it is mapped. */
export interface TaskInstance {
  readonly run: DagRun;
  readonly task: TaskModel;
  /** Counts the elements of the list from 0; -1 for a task that is not mapped, or not yet expanded. */
  readonly mapIndex: number;
  readonly options: EffectiveOptions;
  /** Of the upstream tasks among those to run. */
  upstream: readonly Awaited[];
  /** Others that it waits for: setups of the scopes it is in; of a teardown, the tasks of its scope. */
  awaited: readonly Awaited[];
  /** Where it counts itself. */
  countsIn: readonly Awaited[];
  /** Ids of the tasks to run that come directly after it. */
  readonly after: readonly string[];
  state: TaskState;
  /** Tries begun. */
  tries: number;
  /** When the current or last try began, in milliseconds since the epoch. */
  startedAt: number;
  /** Of all tries, without the waits between them. */
  durationMs: number;
  /** What it is called beside its task, once it has run: the name that its DAG gives it. */
  name: string | undefined;
  /** Why it was skipped or failed, when somebody said so. */
  reason: string | undefined;
  /** What it says itself of the events of its outlets, once it has succeeded. */
  updates?: readonly OutletUpdate[] | undefined;
  /** What the last try failed with, as callbacks are told. */
  error: TaskError | undefined;
  /** Of a sensor: how often its current try has looked, and when that began for the first time. */
  poked?: { count: number; readonly since: number } | undefined;
  /** Of a sensor: when it began that was rescheduled first, in whichever try. */
  rescheduledSince?: number;
  /** Log of the current or last try. */
  logFile: string | undefined;
}

export function hasEnded(state: TaskState): state is EndState {
  return (endStates as readonly string[]).includes(state);
}

/** Whether it failed by itself, and not because something before it did. */
export function hasFailedItself({ state, reason }: Pick<TaskInstance, "state" | "reason">): boolean {
  return state === "failed" || (state === "upstream_failed" && reason !== undefined);
}

/** Whether it is one of several. */
export function isExpanded({ mapIndex }: TaskInstance): boolean {
  return mapIndex !== notMapped;
}
