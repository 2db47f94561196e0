// What a callback is told of the task or the run that it is called for, as plain data.
import type { Params } from "./run-context.ts";
import type { TaskError } from "./task-error.ts";

/** What a run is, to the callbacks of its DAG and of its tasks. Times are ISO 8601; null where the run has none. */
interface CalledRun {
  readonly dagId: string;
  readonly runId: string;
  readonly logicalDate: string | null;
  readonly dataIntervalStart: string | null;
  readonly dataIntervalEnd: string | null;
  readonly params: Params;
}

/** Where a task is when its callbacks are called, in Airflow's words; `running`: it is about to begin. */
export type TaskCallbackState = "running" | "success" | "failed" | "up_for_retry" | "skipped";

/** How a run has ended. */
export type DagCallbackState = "success" | "failed";

/** What the callbacks of a task are told. */
export type TaskCallbackContext<State extends TaskCallbackState = TaskCallbackState> = State extends unknown
  ? CalledTask<State>
  : never;

interface CalledTask<State extends TaskCallbackState> extends CalledRun {
  readonly kind: "task";
  readonly taskId: string;
  /** Counts from 1. */
  readonly tryNumber: number;
  /** Position in a mapped task; -1 when the task is not mapped. */
  readonly mapIndex: number;
  readonly state: State;
  /** Why it failed; null unless it did. */
  readonly error: State extends "failed" | "up_for_retry" ? TaskError : null;
  /** Why it was skipped, where its code says so; null unless it was. */
  readonly reason: State extends "skipped" ? string | null : null;
  /** The page of the try's log in Airflow; null in a local run. */
  readonly logUrl: string | null;
}

/** What the callbacks of a DAG are told. */
export type DagCallbackContext<State extends DagCallbackState = DagCallbackState> = State extends unknown
  ? CalledDag<State>
  : never;

interface CalledDag<State extends DagCallbackState> extends CalledRun {
  readonly kind: "dag";
  readonly state: State;
  /** Why the run ended so, in Airflow's words: `success`, `task_failure`, `timed_out`, `all_tasks_deadlocked`. */
  readonly reason: string | null;
  /** The tasks that failed. Empty after a success. */
  readonly failedTasks: readonly FailedTask[];
}

/** A task that failed, to a callback of its DAG. */
export interface FailedTask {
  readonly taskId: string;
  /** -1 when the task is not mapped. */
  readonly mapIndex: number;
  /** Of its last try; null where it says nothing of itself: it runs no bundle, or was killed. */
  readonly tryNumber: number | null;
  /** Null where it says nothing of itself. */
  readonly error: TaskError | null;
  /** Null where it says nothing of itself, and in a local run. */
  readonly logUrl: string | null;
}

/** What the callback of a deadline is told. */
export interface DeadlineCallbackContext extends CalledRun {
  readonly kind: "deadline";
  readonly state: "deadline_missed";
  /** What the run is at that moment; one that has ended did so too late. */
  readonly runState: "queued" | "running" | "success" | "failed";
  /** Until when it should have ended. */
  readonly deadlineTime: string;
}

/** What a callback is told: of a task, of a DAG's run, or of a run's deadline. */
export type CallbackContext = TaskCallbackContext | DagCallbackContext | DeadlineCallbackContext;
