// Runs a whole DAG in a test: a local run, whose tries happen in this process.
import { TaskConnections } from "../local/execute/task-connections.ts";
import { wantedOf } from "../local/memory/asset-log.ts";
import { eventOf } from "../local/memory/events-of.ts";
import { recordUpdates } from "../local/memory/record-updates.ts";
import { type CallbackCall, callsAfter, callsBefore } from "../local/schedule/callback-calls.ts";
import { schedule } from "../local/schedule/scheduler.ts";
import { variableVariable } from "../model/connection/variable-names.ts";
import { isRead } from "../model/dag/awaited.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { orderTasks } from "../model/dag/order-tasks.ts";
import type { WantedEvents } from "../model/expression/evaluate-expression.ts";
import { codeOf } from "../runtime/code-of.ts";
import { type AnyDag, dagModel, dagProblems, eventSchemasOf } from "./dag-model.ts";
import type { AssetUpdate, CalledCallback, DagRunOptions, DagRunResult, TaskTypes } from "./dag-run.ts";
import { givenEnvironment } from "./given-environment.ts";
import { checkNames, checkNothingMissing, givenParams } from "./given-values.ts";
import { byNobody, makeRun } from "./make-run.ts";
import { runTry, TaskRecords } from "./run-try.ts";
import { standInFor, tasksUpTo, withStandIn } from "./stand-in.ts";
import { resultOf } from "./task-result.ts";

/**
 * Runs a DAG once, in the test's own process: breakpoints, mocks and coverage work in its tasks. Trigger rules, skips,
 * retries (without their waits), expressions and checks are those of a real run; one task runs at a time, and time-outs
 * are not kept. Nothing is built, and nothing is read or written but what the tasks themselves do.
 *
 * Callbacks are not called; `callbacks` says which would have been, and what they would have been told.
 *
 * Resolves whether the run succeeds or fails: look at `state`, or at `error`, which says why.
 *
 * @typeParam Tasks types of tasks by id, such as `{ load: typeof loadOperator }`, for stand-ins and outputs
 * @throws TypeError before any task runs, when the DAG would not build, when something that a task needs is missing,
 *   or when a name in the options is none of the DAG's
 * @throws UserError when the DAG has no run on that date
 * @throws the reason of `signal` when that is aborted
 *
 * @example
 * import { runDag } from "windsock/testing";
 * import dag from "./daily-listings.ts";
 * import type { summarizePrices } from "./operators/summarize-prices.ts";
 *
 * const { state, tasks } = await runDag<{ summarize_prices: typeof summarizePrices }>(dag, {
 *   logicalDate: "2026-01-01",
 *   variables: { currency: "EUR" },
 *   tasks: { summarize_prices: { listings: 3, average: 300_000 } },
 * });
 * console.log(state, tasks.report?.log);
 */
export function runDag<Tasks extends TaskTypes = TaskTypes>(
  dag: AnyDag & { readonly "~starts"?: ((conf: Record<never, never>) => void) | undefined },
  options?: NoInfer<DagRunOptions<Tasks>>,
): Promise<DagRunResult<Tasks>>;
/** The same for a DAG with params that have no default: `params` must have a value of each. */
export function runDag<Tasks extends TaskTypes = TaskTypes>(
  dag: AnyDag,
  options: NoInfer<DagRunOptions<Tasks>> & Required<Pick<DagRunOptions, "params">>,
): Promise<DagRunResult<Tasks>>;
export async function runDag<Tasks extends TaskTypes = TaskTypes>(
  dag: AnyDag,
  options: NoInfer<DagRunOptions<Tasks>> = {},
): Promise<DagRunResult<Tasks>> {
  // Of the types of tasks, nothing is left in a run.
  const given = options as DagRunOptions;
  const whole = checkedModel(dag);
  checkNames(whole, given);
  const {
    tasks: standIns = {},
    connections = {},
    variables = {},
    priorOutputs = {},
    answers = {},
    signal,
  } = given;
  const tasks = tasksUpTo(whole, given.upTo).map((task) => withStandIn(task, standIns));
  const model = { ...whole, tasks };
  const params = givenParams(model, given.params);
  const environment = givenEnvironment(connections, variables);
  checkNothingMissing(tasks, params, environment, given);
  const run = makeRun(model, given);
  const taskConnections = new TaskConnections(environment);
  const assetUpdates: AssetUpdate[] = [];
  const callbacks: CalledCallback[] = [];
  const written: Record<string, string | null> = {};
  const called = (calls: readonly CallbackCall[]) =>
    callbacks.push(...calls.map(({ callback: { name, input }, context }) => ({ name, input, context })));
  const calling = { dag: model, params };
  const sources = {
    dagId: dag.dagId,
    params,
    environment,
    connections: taskConnections,
    codeOf: (taskId: string) => standInFor(taskId, codeOf(dag, taskId), standIns),
    read: new Set(tasks.filter((task) => isRead(task, model)).map(({ taskId }) => taskId)),
    records: new TaskRecords(),
    inletEvents: (uri: string, wanted: WantedEvents) =>
      wantedOf((given.inletEvents ?? []).map(byNobody), uri, wanted).map(eventOf),
    eventSchemas: eventSchemasOf(dag),
    answers,
    priorOf: (taskId: string) => priorOutputs[taskId],
    write: (texts: Readonly<Record<string, string | null>>) => {
      Object.assign(written, texts);
      environment.write(
        Object.fromEntries(Object.entries(texts).map(([key, text]) => [variableVariable(key), text])),
      );
    },
  };
  try {
    await schedule({
      runs: [run],
      jobs: 1,
      maxActiveRuns: 1,
      failFast: model.failFast ?? false,
      runTimeout: undefined,
      retryDelay: 0,
      resources: () => [],
      execute: (instance, stop) => {
        called(callsBefore(instance, calling));
        return runTry(sources, instance, stop);
      },
      emit: (event) => {
        recordUpdates(
          {
            updated: ({ uri, extra, aliases }) =>
              assetUpdates.push({ uri, extra, ...(aliases && { aliases }) }),
          },
          dag.dagId,
          event,
        );
        called(callsAfter(event, calling));
      },
      signal: signal ?? new AbortController().signal,
    });
  } finally {
    await taskConnections.close();
  }
  signal?.throwIfAborted();
  return {
    ...resultOf(dag.dagId, run, sources.records),
    assetUpdates,
    callbacks,
    variables: written,
  } as DagRunResult<Tasks>;
}

/** The model as the runner loads it: each task after its upstream tasks. */
function checkedModel(dag: AnyDag): DagModel {
  const problems = dagProblems(dag);
  if (problems.length > 0) {
    throw new TypeError(
      [`DAG "${dag.dagId}" would not build:`, ...problems.map((problem) => `  - ${problem}`)].join("\n"),
    );
  }
  const model = dagModel(dag);
  const order = orderTasks(model.tasks);
  return "ordered" in order ? { ...model, tasks: [...order.ordered] } : model;
}
