// Makes a task's input without Airflow: from the command line, else from the DAG's own expressions.
import type { Environment } from "../model/connection/environment.ts";
import { MissingValueError } from "../model/errors.ts";
import { entriesOf } from "../model/expression/entries-of.ts";
import { type ExpressionScope, evaluateExpression } from "../model/expression/evaluate-expression.ts";
import type { Expression } from "../model/expression/expression.ts";
import { readsOf } from "../model/expression/reads-of.ts";
import type { JsonValue } from "../model/json.ts";
import { notMapped } from "../model/run/outputs.ts";
import type { RunContext } from "../model/run/run-context.ts";
import type { LastRun } from "./last-run.ts";
import type { TaskProgram } from "./task-program.ts";

interface Sources {
  readonly context: RunContext;
  readonly environment: Environment;
  /** The local run that this one takes the place of. */
  readonly last?: Pick<LastRun, "outputs" | "assetEvents" | "priorOutput"> | undefined;
}

/**
 * @param given entries that replace the DAG's
 * @throws {MissingValueError} naming the entry that has no value, and the option that gives it one
 */
export function inputByHand(
  { input, taskId }: TaskProgram,
  given: Readonly<Record<string, JsonValue>>,
  { context, environment, last }: Sources,
): JsonValue {
  const scope: ExpressionScope = {
    context,
    variable: (key) => environment.variable(key),
    connection: (connId) => environment.connection(connId),
    output: (taskId, sameInstance) => last?.outputs.get(taskId, sameInstance ? context.mapIndex : notMapped),
    priorOutput: () => last?.priorOutput(taskId, context.mapIndex),
    outputs: (taskId) => last?.outputs.gathered(taskId) ?? [],
    assetEvents: (uri) => last?.assetEvents[uri] ?? [],
    inletEvents: (uri) => {
      throw new MissingValueError(`The events of asset ${uri} are known to a run of the DAG alone.`);
    },
  };
  const evaluate = (name: string | undefined, expression: Expression) => {
    try {
      return evaluateExpression(expression, scope);
    } catch (error) {
      if (!(error instanceof MissingValueError)) throw error;
      throw withRemedies(error, name, remediesFor(name, expression, context, last));
    }
  };
  const written = entriesOf(input);
  if (!written) return evaluate(undefined, input);
  const entries = Object.entries(written)
    .filter(([name]) => !Object.hasOwn(given, name))
    .map(([name, expression]) => [name, evaluate(name, expression)]);
  return { ...Object.fromEntries(entries), ...given };
}

function remediesFor(
  name: string | undefined,
  expression: Expression,
  { logicalDate }: RunContext,
  last: Sources["last"],
): string[] {
  const { outputs, items } = readsOf([expression]);
  const readsOutput = outputs.length > 0 || items.some(({ list }) => list.kind === "output");
  return [
    ...(name === undefined ? [] : [`give it with --input ${name}=...`]),
    ...(readsOutput && !last ? ["go on from a local run with --from-last-run"] : []),
    ...(logicalDate === null && !readsOutput ? ["a date with --date"] : []),
  ];
}

function withRemedies(
  { message }: MissingValueError,
  name: string | undefined,
  remedies: readonly string[],
): MissingValueError {
  const place = name === undefined ? "" : `Input "${name}": `;
  const remedy = remedies.length === 0 ? "" : ` Or ${remedies.join(", or ")}.`;
  return new MissingValueError(`${place}${message}${remedy}`);
}
