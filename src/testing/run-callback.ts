// Calls a callback in a test, the way a bundle would: checked input, real hooks.
import type * as z from "zod";
import type {
  CallbackContext,
  DagCallbackContext,
  DeadlineCallbackContext,
  TaskCallbackContext,
} from "../model/run/callback-context.ts";
import { runWithoutDates } from "../model/run/make-run.ts";
import { plainError } from "../model/run/task-error.ts";
import { Masker } from "../model/secrets/masker.ts";
import { toJson } from "../model/to-json.ts";
import { executeCallback } from "../runtime/execute-callback.ts";
import type { AnyCallbackSpec, CallbackDefinition, CallbackKind } from "../sdk/callback.ts";
import type { Hooks } from "../sdk/task-handler.ts";
import { collectLines } from "./collect-lines.ts";
import { givenEnvironment } from "./given-environment.ts";

/** What a test gives a callback. */
export interface CallbackRun<Input, H extends Hooks, Kind extends CallbackKind> {
  readonly input: Input;
  /** Connections as an AIRFLOW_CONN_* variable holds them (URI or JSON), by the callback's names. */
  readonly connections: { readonly [Name in keyof H]: string };
  /**
   * What it is told; made by `taskCallbackContext`, `dagCallbackContext` or `deadlineCallbackContext`, or one of the
   * `callbacks` of a run.
   *
   * @default a task that failed; for a callback of DAGs or deadlines alone, a run that failed or missed its deadline
   */
  readonly context?: Extract<CallbackContext, { readonly kind: Kind }>;
  /** @default never aborted */
  readonly signal?: AbortSignal;
}

/** What came of it. */
export interface CallbackResult {
  /** The lines of its log, level first, without secrets. */
  readonly log: readonly string[];
}

/**
 * Calls a callback once.
 *
 * @throws whatever the callback throws; in Airflow, the task's log would say it and no more would come of it
 *
 * @example
 * import { webhook } from "windsock/callbacks";
 * import { runCallback, taskCallbackContext } from "windsock/testing";
 *
 * const { log } = await runCallback(webhook, {
 *   input: { shape: "slack" },
 *   connections: { api: "http://localhost:8080" },
 *   context: taskCallbackContext("failed", { taskId: "load" }),
 * });
 * console.log(log);
 */
export async function runCallback<Input extends z.core.$ZodType, H extends Hooks, Kind extends CallbackKind>(
  callback: CallbackDefinition<Input, H, Kind>,
  run: CallbackRun<z.input<Input>, H, Kind>,
): Promise<CallbackResult> {
  const environment = givenEnvironment(run.connections, {});
  const connections = Object.keys(run.connections).map(
    (name) => [name, environment.connection(name)] as const,
  );
  const { log, lines } = collectLines(new Masker({ connections: connections.map(([, each]) => each) }));
  await executeCallback(callback.spec as AnyCallbackSpec, {
    input: toJson(run.input, "input"),
    connections: Object.fromEntries(connections),
    context: run.context ?? usualContext(callback.spec.kind),
    log,
    signal: run.signal ?? new AbortController().signal,
  });
  return { log: lines };
}

function usualContext(kind: CallbackKind | undefined): CallbackContext {
  switch (kind) {
    case "dag":
      return dagCallbackContext("failed");
    case "deadline":
      return deadlineCallbackContext();
    case "task":
    case undefined:
      return taskCallbackContext("failed");
  }
}

const run = { dagId: "test", ...runWithoutDates("manual__test"), params: {} };

/**
 * What a task's callbacks are told.
 *
 * @param given what differs from the first try of task "test" of DAG "test", in a run without dates
 */
export function taskCallbackContext<State extends TaskCallbackContext["state"]>(
  state: State,
  given: Partial<TaskCallbackContext<State>> = {},
): TaskCallbackContext<State> {
  const hasFailed = state === "failed" || state === "up_for_retry";
  return {
    ...run,
    kind: "task",
    taskId: "test",
    tryNumber: 1,
    mapIndex: -1,
    state,
    error: hasFailed ? plainError("Error", "It failed.") : null,
    reason: null,
    logUrl: null,
    ...given,
  } as TaskCallbackContext<State>;
}

/**
 * What a DAG's callbacks are told.
 *
 * @param given what differs from a run of DAG "test" without dates
 */
export function dagCallbackContext<State extends DagCallbackContext["state"]>(
  state: State,
  given: Partial<DagCallbackContext<State>> = {},
): DagCallbackContext<State> {
  const reason = state === "failed" ? "task_failure" : "success";
  const usual: DagCallbackContext = { ...run, kind: "dag", state, reason, failedTasks: [] };
  return { ...usual, ...given } as DagCallbackContext<State>;
}

/**
 * What the callback of a deadline is told.
 *
 * @param given what differs from a run of DAG "test" without dates, which is running on 2026-01-01T01:00:00Z
 */
export function deadlineCallbackContext(
  given: Partial<DeadlineCallbackContext> = {},
): DeadlineCallbackContext {
  return {
    ...run,
    kind: "deadline",
    state: "deadline_missed",
    runState: "running",
    deadlineTime: "2026-01-01T01:00:00.000Z",
    ...given,
  };
}
