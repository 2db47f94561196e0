// Says what of all that a task is given is secret: where there is no Airflow to render its input.
import type { Connection } from "../connection/connection.ts";
import type { Environment } from "../connection/environment.ts";
import type { Expression } from "../expression/expression.ts";
import { readsOf } from "../expression/reads-of.ts";
import { Masker } from "./masker.ts";

/** Masks the secrets of the connections, and of the Variables that the task's input reads. */
export function taskMasker(
  connections: Iterable<Connection>,
  input: Expression,
  environment: Environment,
): Masker {
  const { variables: read } = readsOf([input]);
  const variables = read.map(({ key }) => [key, environment.variable(key) ?? ""] as const);
  return new Masker({ connections, variables: Object.fromEntries(variables) });
}
