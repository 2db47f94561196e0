// What an author can say about a DAG and its tasks, in Airflow's words: types made of the model's tables of options.
import type * as z from "zod";
import type { dagOptions } from "../model/dag/dag-options.ts";
import type { Option, Options } from "../model/dag/option.ts";
import type { taskGroupOptions } from "../model/dag/task-group.ts";
import type { ownTaskOptions, taskOptions } from "../model/dag/task-options.ts";
import type {
  DagCallbackContext,
  DagCallbackState,
  TaskCallbackContext,
  TaskCallbackState,
} from "../model/run/callback-context.ts";
import type { AnyAsset, AssetAlias, AssetCondition, Outlet } from "./asset.ts";
import type { Callbacks } from "./callback.ts";
import type { DeadlineAlert } from "./deadline.ts";
import type { Duration } from "./duration.ts";
import type { AssetOrTimeSchedule, Timetable } from "./timetable.ts";

/** What authors write for an option of each kind. */
interface Authored<O extends Option, Params, Output> {
  readonly plain: z.input<O["schema"]>;
  readonly duration: Duration;
  readonly seconds: Duration;
  readonly date: string;
  readonly markdown: string;
  readonly inlets: readonly (AnyAsset | AssetAlias)[];
  readonly outlets: readonly (Outlet<Output> | AssetAlias)[];
  readonly executor_config: z.input<O["schema"]>;
  readonly access: z.input<O["schema"]>;
  readonly task_callbacks: Callbacks<TaskCallbackContext<StateOf<O> & TaskCallbackState>>;
  readonly dag_callbacks: Callbacks<DagCallbackContext<StateOf<O> & DagCallbackState>>;
  readonly deadlines: DeadlineAlert | readonly DeadlineAlert[];
  readonly schedule: Schedule;
  readonly params: Params;
  readonly defaults: TaskDefaults;
}

/** What a task or a run is when the callbacks of an option are called. */
type StateOf<O extends Option> = O extends { readonly state: infer State } ? State : never;

/**
 * The options of a table as authors write them, each with the doc comment of its entry.
 *
 * @internal
 */
export type AuthoredOptions<Table extends Options, Params = never, Output = never> = {
  readonly [Name in keyof Table]?: Authored<Table[Name], Params, Output>[Table[Name]["kind"]];
};

/** Options a task has and a DAG can set for all its tasks. Airflow's own defaults apply where nothing is said. */
export interface TaskDefaults extends AuthoredOptions<typeof taskOptions> {}

/** The names of the options that are callbacks. */
export type CallbackOption = {
  [Name in keyof typeof taskOptions]: (typeof taskOptions)[Name]["kind"] extends "task_callbacks"
    ? Name
    : never;
}[keyof typeof taskOptions];

/** Options of one task, which returns `Output`. */
export interface TaskOptions<Output = never>
  extends TaskDefaults,
    AuthoredOptions<typeof ownTaskOptions, never, Output> {}

/** Options of a group of tasks. */
export interface TaskGroupOptions extends AuthoredOptions<typeof taskGroupOptions> {}

/** Options of a DAG. */
export interface DagOptions<Params extends z.core.$ZodObject>
  extends AuthoredOptions<typeof dagOptions, Params> {}

/**
 * When runs are made: a cron expression, one of Airflow's presets, a fixed distance, a timetable, updates of assets,
 * either of these, or null for never. With `"@continuous"` the next run begins when one has ended, one at a time; its
 * data interval goes on from there until it begins.
 */
export type Schedule =
  | "@once"
  | "@continuous"
  | "@hourly"
  | "@daily"
  | "@weekly"
  | "@monthly"
  | "@quarterly"
  | "@yearly"
  | (string & {})
  | Duration
  | Timetable
  | AnyAsset
  | AssetAlias
  | AssetCondition
  | AssetOrTimeSchedule
  | null;
