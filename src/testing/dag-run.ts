// What a test gives a run of a DAG, and what comes of it.
import type * as z from "zod";
import type { JsonValue } from "../model/json.ts";
import type { CallbackContext } from "../model/run/callback-context.ts";
import type { EndState } from "../model/run/end-state.ts";
import type { Gathered, MappedTask } from "../sdk/mapped-task.ts";
import type { PythonOperator, StandInArguments } from "../sdk/python-operator.ts";
import type { Task } from "../sdk/task.ts";
import type { TaskArgs } from "../sdk/task-handler.ts";

/**
 * Types of some tasks by their ids, for stand-ins and outputs: an operator, or a task that its module exports.
 * `unknown` for all others.
 */
export type TaskTypes = Readonly<Record<string, unknown>>;

interface HasSchemas<Input extends z.core.$ZodType, Output extends z.core.$ZodType> {
  readonly input: Input;
  readonly output: Output;
}

// biome-ignore lint/suspicious/noConfusingVoidType: the output of an operator that returns nothing
type NoVoid<T> = T extends void | undefined ? null : T;

/** What a task of this type returns, as the tasks after it get it. */
export type OutputOf<T> =
  T extends Task<infer Output>
    ? Output
    : T extends MappedTask<infer Output>
      ? Gathered<Output>
      : T extends PythonOperator<infer _Args, infer Output>
        ? Output
        : T extends HasSchemas<z.core.$ZodType, infer Output>
          ? NoVoid<z.output<Output>>
          : unknown;

/**
 * What takes the place of a task's code: what it returns, or a function that gets what the code would get, but for its
 * connections.
 */
export type StandIn<T> = unknown extends T
  ? LooseStandIn
  : T extends PythonOperator<infer Args, infer Output>
    ? unknown extends Output
      ? LooseStandIn
      : FixedOrMade<TaskArgs<StandInArguments<Args>>, Output>
    : T extends HasSchemas<infer Input, infer Output>
      ? FixedOrMade<TaskArgs<z.output<Input>>, z.input<Output>>
      : T extends Task<infer Output>
        ? FixedOrMade<LooseArgs, Output>
        : LooseStandIn;

type FixedOrMade<Args, Output> = Output | ((args: Args) => Promise<Output> | Output);

// biome-ignore lint/suspicious/noExplicitAny: a test knows what it looks at
type LooseArgs = TaskArgs<any>;
type LooseStandIn = JsonValue | undefined | ((args: LooseArgs) => unknown);

/** What a test gives a run. Nothing is read from the environment, from `.env` or from `local.env`. */
export interface DagRunOptions<Tasks extends TaskTypes = TaskTypes> {
  /**
   * Logical date, `2021-07-02` or `2021-07-02T06:00`, in the DAG's time zone: of the schedule's runs, the first one
   * on that day or from that minute on.
   *
   * @default the DAG's start date; a run without dates where it has none, or where assets make its runs
   */
  readonly logicalDate?: string;
  /** Params other than the DAG's defaults, and those that have none. @default {} */
  readonly params?: Readonly<Record<string, JsonValue>>;
  /** Texts of Variables, by key; all that tasks read and that has no fallback. @default {} */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Connections as an AIRFLOW_CONN_* variable holds them (URI or JSON), by connection id; all that tasks without a
   * stand-in use. A relative `path` is relative to the working directory.
   *
   * @default {}
   */
  readonly connections?: Readonly<Record<string, string>>;
  /** What stands in for tasks, by task id. Input and output are checked as ever. @default {} */
  readonly tasks?: { readonly [TaskId in keyof Tasks]?: StandIn<Tasks[TaskId]> } & {
    readonly [taskId: string]: unknown;
  };
  /**
   * Answers to the tasks that ask people, by task id: an option or a list of them; of a form, an object of its fields; of an approval,
   * true or false as well. @default their defaults; a task without one fails
   */
  readonly answers?: Readonly<Record<string, JsonValue>>;
  /** What tasks returned in the run before, by task id: their `priorOutput()`. @default null */
  readonly priorOutputs?: Readonly<Record<string, JsonValue>>;
  /** Id of the last task to run: it, all that it needs, and the teardowns of that. @default all tasks run */
  readonly upTo?: string;
  /**
   * What triggers the run of a DAG that is scheduled on assets: the `assetUpdates` of another run, or your own.
   *
   * @default []
   */
  readonly triggeredBy?: readonly AssetUpdate[];
  /** What tasks read with `inlet_events`, oldest first. @default [] */
  readonly inletEvents?: readonly AssetUpdate[];
  /** Aborted: tasks are told to stop, no other begins, and the run is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** An update of an asset, and what goes with its event. */
export interface AssetUpdate {
  readonly uri: string;
  readonly extra: JsonValue;
  /** Names of the aliases through which it was made. @default none */
  readonly aliases?: readonly string[];
  /** As an ISO 8601 text. @default now */
  readonly timestamp?: string;
}

/** What came of one task. */
export interface TaskResult<Output = unknown> {
  readonly state: EndState;
  /** How often it began; 0 when a trigger rule decided, or when it does nothing. */
  readonly tries: number;
  /**
   * As its code got it before the schema filled in defaults; of a task that starts a run of another DAG, the `conf`;
   * undefined when it never began.
   */
  readonly input: unknown;
  /**
   * What it returned, as JSON carries it; null for nothing.
   *
   * @throws Error when it did not succeed, with `error` as the cause
   */
  readonly output: Output;
  /** The lines of its log, of all its tries, level first, without secrets. */
  readonly log: readonly string[];
  /** What its last try threw; undefined when that succeeded, or there was none. */
  readonly error: unknown;
  /**
   * Of a mapped task, what came of each instance, in the order of the elements. Its own `output` then has what all of them
   * returned, its `state` is that of the one that ended worst, and its `input` is undefined. None of others.
   */
  readonly instances: readonly TaskResult[];
}

/** What came of a run. */
export interface DagRunResult<Tasks extends TaskTypes = TaskTypes> {
  readonly state: "success" | "failed";
  /** Why it failed: names each task that did, and has what the first of them threw as its cause. */
  readonly error: Error | undefined;
  /** By task id, in the order in which they can run. */
  readonly tasks: { readonly [TaskId in keyof Tasks]: TaskResult<OutputOf<Tasks[TaskId]>> } & {
    readonly [taskId: string]: TaskResult;
  };
  /** Updates of the outlets of tasks that succeeded, oldest first. */
  readonly assetUpdates: readonly AssetUpdate[];
  /** Texts of the Variables that tasks have written, by key; null where one was deleted. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** The callbacks that a real run would have called, in that order. None was: `runCallback` calls one. */
  readonly callbacks: readonly CalledCallback[];
}

/** A callback that a run would have called. */
export interface CalledCallback {
  /** The name it was defined with; of a function, where it is set: `load.on_failure`. */
  readonly name: string;
  readonly input: JsonValue;
  /** What it would have been told. */
  readonly context: CallbackContext;
}
