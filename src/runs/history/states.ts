// The states that runs and tasks are shown in, in Airflow's words where it has them.
import type { EndState } from "../../model/run/end-state.ts";

/** `interrupted`: its runner was stopped or died. `none`: nobody has come to it. */
export type ShownState = EndState | "running" | "up_for_retry" | "queued" | "interrupted" | "none";

/** In the order of the legend, with the words people read. */
export const stateWords: Readonly<Record<ShownState, string>> = {
  success: "success",
  failed: "failed",
  running: "running",
  up_for_retry: "up for retry",
  upstream_failed: "upstream failed",
  skipped: "skipped",
  interrupted: "interrupted",
  queued: "queued",
  none: "not run",
};
