// Settles what holds for a task: its own options, else the defaults around it, else Airflow's.
import type * as z from "zod";
import type { TaskModel } from "../../model/dag/task-model.ts";
import { type TaskOptionsModel, taskOptions } from "../../model/dag/task-options.ts";

type Table = typeof taskOptions;
type Name = keyof Table;

type HeededName = { [N in Name]: Table[N]["local"] extends { readonly heeded: true } ? N : never }[Name];
type DefaultOf<Local> = Local extends { readonly default: infer Default } ? Default : never;

/** The options that the table says are heeded in a local run; durations in seconds. */
export type EffectiveOptions = {
  readonly [N in HeededName]: z.infer<Table[N]["schema"]> | DefaultOf<Table[N]["local"]>;
};

const heeded = Object.entries(taskOptions).flatMap(([name, { local }]) =>
  local.heeded ? [{ name: name as HeededName, airflowDefault: local.default }] : [],
);

/** @param defaults of the task's groups and DAG */
export function effectiveOptions(task: TaskModel, defaults: TaskOptionsModel): EffectiveOptions {
  const entries = heeded.map(({ name, airflowDefault }) => [
    name,
    task.options[name] ?? defaults[name] ?? airflowDefault,
  ]);
  return Object.fromEntries(entries) as EffectiveOptions;
}

/** Longest default wait between two tries in seconds: somebody is watching a local run. */
const localRetryDelay = 5;

/**
 * Seconds to wait after the `tries`-th try failed.
 *
 * @param override replaces the task's own delay; @default the task's delay, at most {@link localRetryDelay}
 */
export function retryWait(options: EffectiveOptions, tries: number, override?: number): number {
  const base = override ?? Math.min(options.retryDelay, localRetryDelay);
  const { retryExponentialBackoff: backoff } = options;
  if (backoff === false) return base;
  return Math.min(base * (backoff === true ? 2 : backoff) ** (tries - 1), options.maxRetryDelay);
}
