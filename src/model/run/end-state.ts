// How a task can end in a run, in Airflow's words.

export const endStates = ["success", "skipped", "failed", "upstream_failed"] as const;

/** How a task instance ended. */
export type EndState = (typeof endStates)[number];
