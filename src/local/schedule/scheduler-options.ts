// What the scheduler is given: the runs, the limits, and what it does without knowing how.
import type { RunEvent } from "./run-event.ts";
import type { DagRun, Deadline, TaskInstance } from "./task-instance.ts";
import type { TryResult } from "./try-result.ts";

export interface SchedulerOptions {
  /** In the order they are started. The next one is asked for when it is to begin, and none is kept that has ended. */
  readonly runs: Iterable<DagRun>;
  /** Most tasks under way at once. */
  readonly jobs: number;
  /** Most runs under way at once. */
  readonly maxActiveRuns: number;
  /** Whether the first task that fails stops the others of its run, teardowns apart. */
  readonly failFast: boolean;
  /** Seconds a run may take before it fails, as Airflow's dagrun_timeout; undefined means no limit. */
  readonly runTimeout: number | undefined;
  /** Those of a run that begins; without it there are none. */
  deadlines?(run: DagRun): readonly Deadline[];
  /** Replaces the tasks' own retry delay, in seconds. */
  readonly retryDelay: number | undefined;
  /** What only one running task may hold at a time. */
  resources(instance: TaskInstance): readonly string[];
  /** Runs one try. What it throws ends the whole run. */
  execute(instance: TaskInstance, signal: AbortSignal): Promise<TryResult>;
  emit(event: RunEvent): void;
  /** What an event calls for that takes time; nothing waits for it but the end of all. */
  follow?(event: RunEvent): Promise<void> | undefined;
  /** Aborted: no task is started any more, and the running ones are told to stop. */
  readonly signal: AbortSignal;
}
