// What a task returned in the run before, of the local runs that are remembered.
import type { JsonValue } from "../json.ts";
import type { RunOrder } from "./run-order.ts";

/**
 * The output in the latest run before `runId`, or at the same date, that has one. As in Airflow, null is nothing that is
 * returned.
 *
 * @param runs all that are known
 * @param outputOf what the task returned in a run
 */
export function priorOutput(
  runs: RunOrder,
  runId: string,
  outputOf: (runId: string) => JsonValue | undefined,
): JsonValue | undefined {
  for (const other of runs.until(runId)) {
    const value = outputOf(other) ?? null;
    if (value !== null) return value;
  }
  return undefined;
}
