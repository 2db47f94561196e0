// Ids of local runs, which end in their date.

/** The logical date, or else when the run was made, as ISO 8601 text. Such dates are in the order of their texts. */
export function dateOf(runId: string): string {
  return runId.slice(runId.indexOf("__") + 2);
}
