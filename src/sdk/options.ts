// What an author can say about a DAG and its tasks, in Airflow's words.
import type * as z from "zod";
import type { ScheduleModel, TaskOptionsModel, TriggerRule } from "../model/dag/dag-model.ts";
import { type AnyAsset, type AssetCondition, conditionModel, type Outlet } from "./asset.ts";
import { type Duration, inSeconds } from "./duration.ts";

/** Options a task has and a DAG can set for all its tasks. Airflow's own defaults apply where nothing is said. */
export interface TaskDefaults {
  /** @default "airflow" */
  readonly owner?: string;
  /** Who is told of failures and retries. */
  readonly email?: readonly string[];
  /** @default true */
  readonly emailOnFailure?: boolean;
  /** @default true */
  readonly emailOnRetry?: boolean;
  /** Runs only when the same task succeeded in the run before. @default false */
  readonly dependsOnPast?: boolean;
  /** Tries after the first one. @default 0 */
  readonly retries?: number;
  /** Wait between two tries. @default 5 minutes */
  readonly retryDelay?: Duration;
  /** Doubles the wait with each try. @default false */
  readonly retryExponentialBackoff?: boolean;
  /** Longest wait that exponential back-off reaches. */
  readonly maxRetryDelay?: Duration;
  /** A try that takes longer fails. @default no limit */
  readonly executionTimeout?: Duration;
  /** @default "default_pool" */
  readonly pool?: string;
  /** @default 1 */
  readonly poolSlots?: number;
  /** Celery queue whose workers take the task. */
  readonly queue?: string;
  /** Higher goes first when slots are scarce. @default 1 */
  readonly priorityWeight?: number;
  /**
   * When the task runs, given how its upstream tasks ended. `all_done_min_one_success` needs Airflow 3.1.
   *
   * @default "all_success"
   */
  readonly triggerRule?: TriggerRule;
}

/** Options of one task, which returns `Output`. */
export interface TaskOptions<Output = never> extends TaskDefaults {
  /** Assets that its success updates. Their events carry what it returns. */
  readonly outlets?: readonly Outlet<Output>[];
  /** Assets it reads; shown in the UI. */
  readonly inlets?: readonly AnyAsset[];
  /** Markdown for the UI. @default the doc comment of the operator, or of the task */
  readonly doc?: string;
  /** A name for the UI that may hold any character. @default the task's id */
  readonly displayName?: string;
}

/**
 * When runs are made: a cron expression, one of Airflow's presets, a fixed distance, updates of assets, or null
 * for never.
 */
export type Schedule =
  | "@once"
  | "@hourly"
  | "@daily"
  | "@weekly"
  | "@monthly"
  | "@quarterly"
  | "@yearly"
  | (string & {})
  | Duration
  | AnyAsset
  | AssetCondition
  | null;

/** Options of a DAG. */
export interface DagOptions<Params extends z.core.$ZodObject> {
  /**
   * When runs are made. Each run covers the interval between two ticks and starts when it is over, in every
   * version of Airflow. A run that an update of assets triggered has no dates.
   *
   * @default null
   */
  readonly schedule?: Schedule;
  /** First logical date, wall-clock time in `timezone`: `2021-07-02` or `2021-07-02T06:00`. */
  readonly startDate?: string;
  /** Last logical date, wall-clock time in `timezone`. */
  readonly endDate?: string;
  /** IANA name. @default "UTC" */
  readonly timezone?: string;
  /** Makes up for the runs between the start date and now. @default false */
  readonly catchup?: boolean;
  /** Runs under way at once. @default 16 */
  readonly maxActiveRuns?: number;
  /** Tasks under way at once, over all runs. @default Airflow's `max_active_tasks_per_dag` */
  readonly maxActiveTasks?: number;
  /** A run that takes longer fails. @default no limit */
  readonly dagrunTimeout?: Duration;
  readonly tags?: readonly string[];
  /** One line for the list of DAGs. */
  readonly description?: string;
  /** Markdown for the UI. @default the doc comment of the DAG */
  readonly doc?: string;
  /** A name for the UI that may hold any character. @default the DAG's id */
  readonly displayName?: string;
  /** Options for all tasks. */
  readonly defaults?: TaskDefaults;
  /** The DAG's params: a form in the UI when a run is triggered. Each needs a default. */
  readonly params?: Params;
}

/** @internal */
export function taskOptionsModel(options: TaskDefaults): TaskOptionsModel {
  const { email, retryDelay, maxRetryDelay, executionTimeout } = options;
  return {
    owner: options.owner,
    email: email && [...email],
    emailOnFailure: options.emailOnFailure,
    emailOnRetry: options.emailOnRetry,
    dependsOnPast: options.dependsOnPast,
    retries: options.retries,
    retryDelay: retryDelay && inSeconds(retryDelay),
    retryExponentialBackoff: options.retryExponentialBackoff,
    maxRetryDelay: maxRetryDelay && inSeconds(maxRetryDelay),
    executionTimeout: executionTimeout && inSeconds(executionTimeout),
    pool: options.pool,
    poolSlots: options.poolSlots,
    queue: options.queue,
    priorityWeight: options.priorityWeight,
    triggerRule: options.triggerRule,
  };
}

// Airflow's own reading of the presets (authoring-and-scheduling/cron.html#cron-presets).
const presets: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@quarterly": "0 0 1 */3 *",
  "@yearly": "0 0 1 1 *",
};

/** @internal */
export function scheduleModel(schedule: Schedule): ScheduleModel {
  if (schedule === null) return { kind: "none" };
  if (schedule === "@once") return { kind: "once" };
  if (typeof schedule === "string") return { kind: "cron", expression: presets[schedule] ?? schedule };
  if ("kind" in schedule) return { kind: "assets", condition: conditionModel(schedule) };
  return { kind: "every", seconds: inSeconds(schedule) };
}
