// Settles what holds for a task: its own options, else the DAG's defaults, else Airflow's.
import type { TaskModel, TaskOptionsModel, TriggerRule } from "../../model/dag/dag-model.ts";

/** The options the local runner heeds; durations in seconds. */
export interface EffectiveOptions {
  readonly dependsOnPast: boolean;
  readonly retries: number;
  readonly retryDelay: number;
  readonly retryExponentialBackoff: boolean;
  readonly maxRetryDelay: number;
  readonly executionTimeout: number | null;
  readonly priorityWeight: number;
  readonly triggerRule: TriggerRule;
}

/** Airflow's defaults (airflow.models.baseoperator); no retry ever waits longer than a day. */
const airflowDefaults: EffectiveOptions = {
  dependsOnPast: false,
  retries: 0,
  retryDelay: 300,
  retryExponentialBackoff: false,
  maxRetryDelay: 24 * 3600,
  executionTimeout: null,
  priorityWeight: 1,
  triggerRule: "all_success",
};

/** Longest default wait between two tries in seconds: somebody is watching a local run. */
const localRetryDelay = 5;

export function effectiveOptions(task: TaskModel, defaults: TaskOptionsModel): EffectiveOptions {
  const pick = <K extends keyof EffectiveOptions>(name: K): EffectiveOptions[K] =>
    (task.options[name] ?? defaults[name] ?? airflowDefaults[name]) as EffectiveOptions[K];
  return {
    dependsOnPast: pick("dependsOnPast"),
    retries: pick("retries"),
    retryDelay: pick("retryDelay"),
    retryExponentialBackoff: pick("retryExponentialBackoff"),
    maxRetryDelay: pick("maxRetryDelay"),
    executionTimeout: pick("executionTimeout"),
    priorityWeight: pick("priorityWeight"),
    triggerRule: pick("triggerRule"),
  };
}

/**
 * Seconds to wait after the `tries`-th try failed.
 *
 * @param override replaces the task's own delay; @default the task's delay, at most {@link localRetryDelay}
 */
export function retryWait(options: EffectiveOptions, tries: number, override?: number): number {
  const base = override ?? Math.min(options.retryDelay, localRetryDelay);
  if (!options.retryExponentialBackoff) return base;
  return Math.min(base * 2 ** (tries - 1), options.maxRetryDelay);
}
