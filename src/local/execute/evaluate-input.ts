// Evaluates the input of a task instance, from what its run knows and its environment has.
import type { Environment } from "../../model/connection/environment.ts";
import { type ExpressionScope, evaluateExpression } from "../../model/expression/evaluate-expression.ts";
import type { Expression } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import { runContext } from "../../model/run/make-run.ts";
import { notMapped } from "../../model/run/outputs.ts";
import type { RunContext } from "../../model/run/run-context.ts";
import { AssetLog } from "../memory/asset-log.ts";
import { eventOf } from "../memory/events-of.ts";
import type { DagRun, TaskInstance } from "../schedule/task-instance.ts";
import type { ExecutorOptions } from "./executor-options.ts";
import type { HeldConnections } from "./task-connections.ts";

/** Where the values come from. */
export interface InputSources {
  readonly run: Pick<DagRun, "outputs" | "assetEvents">;
  readonly context: RunContext;
  readonly environment: Environment;
  readonly held: HeldConnections;
  /** What is known of the updates of assets. */
  readonly inletEvents: ExpressionScope["inletEvents"];
  /** What the task returned in the run before. */
  readonly prior: () => JsonValue | undefined;
}

/** @throws {MissingValueError} when something it needs is not there */
export function evaluateInput(
  input: Expression,
  { run, context, environment, held, prior, inletEvents }: InputSources,
): JsonValue {
  return evaluateExpression(input, {
    context,
    variable: (key) => environment.variable(key),
    connection: (connId) => held.get(connId),
    // As in Airflow, a task that has not succeeded has returned null.
    output: (taskId, sameInstance) =>
      run.outputs.get(taskId, sameInstance ? context.mapIndex : notMapped) ?? null,
    priorOutput: prior,
    outputs: (taskId) => run.outputs.gathered(taskId),
    assetEvents: (uri) => run.assetEvents[uri] ?? [],
    inletEvents,
  });
}

/** What expressions of the instance's task refer to. */
export function sourcesOf(
  options: ExecutorOptions,
  instance: TaskInstance,
  held: HeldConnections,
): InputSources {
  const { environment, out } = options;
  return {
    run: instance.run,
    context: contextOf(options, instance),
    environment,
    held,
    prior: () => options.prior(instance),
    // Read anew each time: other DAGs may have run meanwhile.
    inletEvents: (uri, wanted) => new AssetLog(out.assets).events(uri, wanted).map(eventOf),
  };
}

/** What the instance's code is told of its run. */
export function contextOf(
  { dagId, params }: Pick<ExecutorOptions, "dagId" | "params">,
  { run, task, tries, mapIndex }: TaskInstance,
): RunContext {
  return runContext({ dagId, taskId: task.taskId, tryNumber: tries, mapIndex }, run, params);
}
