// What a person asks of a local run.
import type { DateRange } from "./plan-runs.ts";

export interface RunOptions extends DateRange {
  readonly dagId: string;
  /** Ids of the only tasks to run; none means all. */
  readonly tasks: readonly string[];
  /** `name=value` each. */
  readonly params: readonly string[];
  /** `task=answer` each, for tasks that ask people. */
  readonly answers?: readonly string[];
  /** Most processes at once. */
  readonly jobs: number;
  /** Goes on where an earlier runner stopped or failed. */
  readonly resume: boolean;
  /** Runs the DAGs that are scheduled on assets which this run updates. */
  readonly trigger: boolean;
  /** A Python with Airflow, which runs the Python operators; without one, stand-ins do. */
  readonly python?: string | undefined;
  /** Replaces the tasks' retry delay, in seconds. */
  readonly retryDelay: number | undefined;
}
