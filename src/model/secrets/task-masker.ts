// Says what is secret, of all that a task is given and of all that a project has: where there is no Airflow.
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

/**
 * Masks the secrets of all connections and Variables: a task may have been handed what another one has read.
 *
 * @param held connections whose secrets are of this run, such as those of a warehouse that was started for it
 */
export function environmentMasker(environment: Environment, held: readonly Connection[] = []): Masker {
  const connections = environment.connectionIds().flatMap((connId) => {
    try {
      return [environment.connection(connId)];
    } catch {
      // What cannot be read reaches no task.
      return [];
    }
  });
  return new Masker({ connections: [...connections, ...held], variables: environment.variables() });
}
