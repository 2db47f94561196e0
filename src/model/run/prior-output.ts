// What a task returned in the run before, of the local runs that are remembered.
import type { JsonValue } from "../json.ts";
import { dateOf } from "./local-run-id.ts";

/**
 * The output in the latest run before `runId`, or at the same date, that has one. As in Airflow, null is nothing that is
 * returned.
 *
 * @param runIds of all runs that are known
 * @param outputOf what the task returned in a run
 */
export function priorOutput(
  runIds: Iterable<string>,
  runId: string,
  outputOf: (runId: string) => JsonValue | undefined,
): JsonValue | undefined {
  const earlier = [...runIds].filter((other) => other !== runId && dateOf(other) <= dateOf(runId));
  earlier.sort((one, other) => (dateOf(one) < dateOf(other) ? 1 : -1));
  for (const other of earlier) {
    const value = outputOf(other) ?? null;
    if (value !== null) return value;
  }
  return undefined;
}
