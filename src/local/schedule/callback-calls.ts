// Which callbacks an event of a run calls, and what they are told: what Airflow would do at that moment.
import type { CallbackModel } from "../../model/dag/callback.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import type {
  CallbackContext,
  TaskCallbackContext,
  TaskCallbackState,
} from "../../model/run/callback-context.ts";
import { runContext } from "../../model/run/make-run.ts";
import type { Params } from "../../model/run/run-context.ts";
import { plainError } from "../../model/run/task-error.ts";
import type { RunEvent } from "./run-event.ts";
import type { DagRun, TaskInstance } from "./task-instance.ts";

/** One callback that is to be called. */
export interface CallbackCall {
  readonly callback: CallbackModel;
  readonly context: CallbackContext;
}

/** What is known of the DAG in all its runs. */
export interface CallingDag {
  readonly dag: Pick<DagModel, "dagId" | "onSuccess" | "onFailure">;
  readonly params: Params;
}

/** The calls that come before a try. */
export function callsBefore(instance: TaskInstance, { dag, params }: CallingDag): CallbackCall[] {
  return taskCalls(instance.options.onExecute, instance, "running", dag.dagId, params);
}

/** The calls that come after an event. The instances may change while they are made. */
export function callsAfter(event: RunEvent, { dag, params }: CallingDag): CallbackCall[] {
  switch (event.kind) {
    case "run-started":
    case "try-started":
    case "waiting":
      return [];
    case "retry": {
      const { instance } = event;
      return taskCalls(instance.options.onRetry, instance, "up_for_retry", dag.dagId, params);
    }
    case "task-finished":
      return callsOfEnd(event.instance, { dag, params });
    case "deadline-missed":
      return [deadlineCall(event, { dag, params })];
    case "run-finished":
      return dagCalls(event.run, { dag, params });
  }
}

function callsOfEnd(instance: TaskInstance, calling: CallingDag): CallbackCall[] {
  const { dag, params } = calling;
  const { options, state } = instance;
  switch (state) {
    case "success": {
      // A task that runs nothing begins and ends at once.
      const before = instance.tries === 0 ? callsBefore(instance, calling) : [];
      return [...before, ...taskCalls(options.onSuccess, instance, state, dag.dagId, params)];
    }
    case "failed":
      return taskCalls(options.onFailure, instance, state, dag.dagId, params);
    case "skipped":
      // Only the task's own code gives a reason.
      if (instance.reason === undefined) return [];
      return taskCalls(options.onSkipped, instance, state, dag.dagId, params);
    case "none":
    case "running":
    case "up_for_retry":
    case "up_for_reschedule":
    case "upstream_failed":
      return [];
  }
}

function taskCalls(
  callbacks: readonly CallbackModel[],
  { run, task, mapIndex, tries, reason, error }: TaskInstance,
  state: TaskCallbackState,
  dagId: string,
  params: Params,
): CallbackCall[] {
  const hasFailed = state === "failed" || state === "up_for_retry";
  const context = {
    ...runContext({ dagId, taskId: task.taskId, tryNumber: Math.max(tries, 1), mapIndex }, run, params),
    kind: "task",
    state,
    error: hasFailed ? (error ?? plainError("AirflowException", reason ?? "")) : null,
    reason: state === "skipped" ? (reason ?? null) : null,
    logUrl: null,
  } as TaskCallbackContext;
  return callbacks.map((callback) => ({ callback, context }));
}

function dagCalls(run: DagRun, { dag, params }: CallingDag): CallbackCall[] {
  const state = run.state === "success" ? "success" : "failed";
  const callbacks = state === "success" ? dag.onSuccess : dag.onFailure;
  const context: CallbackContext = {
    kind: "dag",
    ...calledRun(run, { dag, params }),
    state,
    reason: state === "success" ? "success" : run.timedOut ? "timed_out" : "task_failure",
    failedTasks: run.tasks
      .filter((instance) => instance.state === "failed")
      .map(({ task, mapIndex, tries, error }) => ({
        taskId: task.taskId,
        mapIndex,
        tryNumber: tries,
        error: error ?? null,
        logUrl: null,
      })),
  };
  return (callbacks ?? []).map((callback) => ({ callback, context }));
}

function deadlineCall(
  { run, deadline }: Extract<RunEvent, { kind: "deadline-missed" }>,
  calling: CallingDag,
): CallbackCall {
  const context: CallbackContext = {
    kind: "deadline",
    ...calledRun(run, calling),
    state: "deadline_missed",
    runState: run.state,
    deadlineTime: new Date(deadline.time).toISOString(),
  };
  return { callback: deadline.callback, context };
}

function calledRun(
  { runId, logicalDate, dataIntervalStart, dataIntervalEnd }: DagRun,
  { dag: { dagId }, params }: CallingDag,
): Pick<
  CallbackContext,
  "dagId" | "runId" | "logicalDate" | "dataIntervalStart" | "dataIntervalEnd" | "params"
> {
  return { dagId, runId, logicalDate, dataIntervalStart, dataIntervalEnd, params };
}
