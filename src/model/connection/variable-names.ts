// The environment variables that Airflow reads variables and connections from.
// https://airflow.apache.org/docs/apache-airflow/stable/howto/variable.html#storing-variables-in-environment-variables

export const connectionPrefix = "AIRFLOW_CONN_";
export const variablePrefix = "AIRFLOW_VAR_";

/** The environment variable that holds connection `connId`. */
export function connectionVariable(connId: string): string {
  return `${connectionPrefix}${connId.toUpperCase()}`;
}

/** The environment variable that holds Airflow's variable `key`. */
export function variableVariable(key: string): string {
  return `${variablePrefix}${key.toUpperCase()}`;
}
