// What a task's process inherits from the process that starts it. `PRIVATE` in python/running.py is this rule's
// other copy, for tasks that Airflow starts.
import { connectionPrefix, variablePrefix } from "../connection/variable-names.ts";

/**
 * Names that begin like this stay behind: Airflow's own settings, and variables and connections, which reach a task
 * through its input and its request alone; and what Windsock tells one task. All else is the task's, such as
 * AIRFLOW_HOME, and AIRFLOW_CTX_*, which BashOperator sets.
 */
export const privatePrefixes = ["AIRFLOW__", connectionPrefix, variablePrefix, "WINDSOCK_"] as const;

/** The variables that a task's process gets. */
export function inheritedVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || isPrivate(name) ? [] : [[name, value]],
    ),
  );
}

/** In capitals: Windows takes names in any case for the same variable. */
function isPrivate(name: string): boolean {
  return privatePrefixes.some((prefix) => name.toUpperCase().startsWith(prefix));
}
