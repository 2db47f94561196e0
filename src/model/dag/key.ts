// What Airflow takes for the id of a DAG or a task, and for the name of a pool.

/** Why Airflow would refuse the key (airflow.utils.helpers.validate_key), in words that follow it; or undefined. */
export function keyProblem(key: string): string | undefined {
  if ([...key].length > 250) return "is longer than the 250 characters Airflow allows.";
  if (/^[\p{L}\p{N}_.-]+$/u.test(key)) return undefined;
  return "holds other characters than letters, digits, dashes, dots and underscores. Airflow refuses it.";
}
