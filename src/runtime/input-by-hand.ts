// Makes a task's input without Airflow: from the command line, else from the DAG's own expressions.
import type { Environment } from "../model/connection/environment.ts";
import { MissingValueError } from "../model/errors.ts";
import { entriesOf } from "../model/expression/entries-of.ts";
import { type ExpressionScope, evaluateExpression } from "../model/expression/evaluate-expression.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { JsonValue } from "../model/json.ts";
import type { RunContext } from "../model/run/run-context.ts";
import type { TaskProgram } from "./task-program.ts";

interface Sources {
  readonly context: RunContext;
  readonly environment: Environment;
}

/**
 * @param given entries that replace the DAG's
 * @throws {MissingValueError} naming the entry that has no value, and the option that gives it one
 */
export function inputByHand(
  { input }: TaskProgram,
  given: Readonly<Record<string, JsonValue>>,
  { context, environment }: Sources,
): JsonValue {
  const scope: ExpressionScope = {
    context,
    variable: (key) => environment.variable(key),
    connection: (connId) => environment.connection(connId),
    output: () => undefined,
    assetEvents: () => [],
  };
  const written = entriesOf(input);
  if (!written) return evaluateExpression(input, scope);
  const entries = Object.entries(written)
    .filter(([name]) => !Object.hasOwn(given, name))
    .map(([name, expression]) => [name, evaluateEntry(name, expression, scope)]);
  return { ...Object.fromEntries(entries), ...given };
}

function evaluateEntry(name: string, expression: Expression, scope: ExpressionScope): JsonValue {
  try {
    return evaluateExpression(expression, scope);
  } catch (cause) {
    if (!(cause instanceof MissingValueError)) throw cause;
    const dated = scope.context.logicalDate === null ? ", or a date with --date" : "";
    throw new MissingValueError(
      `Input "${name}": ${cause.message} Or give it with --input ${name}=...${dated}.`,
    );
  }
}
