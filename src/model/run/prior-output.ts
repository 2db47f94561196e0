// What a task returned in the run before, of the local runs that are remembered.
import type { JsonValue } from "../json.ts";

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
  // Ids of local runs end in their date.
  const date = (id: string) => id.slice(id.indexOf("__"));
  const earlier = [...runIds].filter((other) => other !== runId && date(other) <= date(runId));
  earlier.sort((one, other) => (date(one) < date(other) ? 1 : -1));
  for (const other of earlier) {
    const value = outputOf(other) ?? null;
    if (value !== null) return value;
  }
  return undefined;
}
