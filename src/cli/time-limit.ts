// How long evaluating one DAG module may take.
import { number, type Options } from "./options.ts";

/** Airflow's own limit for importing a DAG file (`dagbag_import_timeout`), in seconds. */
const defaultTimeLimit = 30;

/** Milliseconds, as `--timeout` says. */
export function timeLimitOf(options: Options): number {
  return (number(options, "timeout", "--timeout", 0.1) ?? defaultTimeLimit) * 1_000;
}
