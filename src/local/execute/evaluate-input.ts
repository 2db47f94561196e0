// Evaluates the input of a task instance, from what its run knows and its environment has.
import type { Environment } from "../../model/connection/environment.ts";
import { evaluateExpression } from "../../model/expression/evaluate-expression.ts";
import type { Expression } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import { notMapped } from "../../model/run/outputs.ts";
import type { RunContext } from "../../model/run/run-context.ts";
import type { DagRun } from "../schedule/task-instance.ts";
import type { HeldConnections } from "./task-connections.ts";

/** Where the values come from. */
export interface InputSources {
  readonly run: Pick<DagRun, "outputs" | "assetEvents">;
  readonly context: RunContext;
  readonly environment: Environment;
  readonly held: HeldConnections;
  /** What the task returned in the run before. */
  readonly prior: () => JsonValue | undefined;
}

/** @throws {MissingValueError} when something it needs is not there */
export function evaluateInput(
  input: Expression,
  { run, context, environment, held, prior }: InputSources,
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
  });
}
