// Says what of all that a task is given is secret: where there is no Airflow to render its input.
import type { Connection } from "../connection/connection.ts";
import type { Environment } from "../connection/environment.ts";
import { type Expression, walkExpression } from "../expression/expression.ts";
import { Masker } from "./masker.ts";

/** Masks the secrets of the connections, and of the Variables that the task's input reads. */
export function taskMasker(
  connections: Iterable<Connection>,
  input: Expression,
  environment: Environment,
): Masker {
  const keys = [...walkExpression(input)].flatMap((part) => (part.kind === "variable" ? [part.key] : []));
  const variables = keys.map((key) => [key, environment.variable(key) ?? ""] as const);
  return new Masker({ connections, variables: Object.fromEntries(variables) });
}
