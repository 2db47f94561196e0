// Airflow's trigger rules: when a task runs, given how the tasks before it ended.

/** Airflow's trigger rules (core-concepts/dags.html#trigger-rules). */
export const triggerRules = [
  "all_success",
  "all_failed",
  "all_done",
  "all_done_min_one_success",
  "all_skipped",
  "one_success",
  "one_failed",
  "one_done",
  "none_failed",
  "none_failed_min_one_success",
  "none_skipped",
  "always",
] as const;
export type TriggerRule = (typeof triggerRules)[number];
