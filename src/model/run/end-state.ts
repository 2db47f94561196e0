// How a task can end in a run, in Airflow's words.

export const endStates = ["success", "skipped", "failed", "upstream_failed"] as const;

/** How a task instance ended. */
export type EndState = (typeof endStates)[number];

/** What all instances of a mapped task come to: the worst, and skipped only where all are. */
export function overallState(states: readonly EndState[]): EndState {
  const order: readonly EndState[] = ["failed", "upstream_failed", "success", "skipped"];
  return order.find((state) => states.includes(state)) ?? "success";
}
