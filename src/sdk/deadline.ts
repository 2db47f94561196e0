// Deadlines: until when a run of a DAG is to have ended, as authors say it.
import type { DeadlineCallbackContext } from "../model/run/callback-context.ts";
import type { OneCallback } from "./callback.ts";
import type { Duration } from "./duration.ts";

/**
 * From when on a deadline's interval counts; Airflow's DeadlineReference.
 *
 * - `"dagrun_logical_date"`: the run's logical date. A run without one has no such deadline
 * - `"dagrun_queued_at"`: when the run was made
 * - `fixedDatetime`: the same moment for all runs: `2026-01-31` or `2026-01-31T06:00`, wall-clock time in the DAG's `timezone`
 * - `averageRuntime`: when the run was made, and as long after it as its latest successful runs took on average:
 *   `maxRuns` of them (10), and no deadline where there are less than `minRuns` (as many as `maxRuns`)
 */
export type DeadlineReference =
  | "dagrun_logical_date"
  | "dagrun_queued_at"
  | { readonly fixedDatetime: string }
  | { readonly averageRuntime: { readonly maxRuns?: number; readonly minRuns?: number } };

/** Until when a run is to have ended, and what is called when it has not. Airflow's DeadlineAlert. Since Airflow 3.3. */
export interface DeadlineAlert {
  readonly reference: DeadlineReference;
  /** How long after its reference the deadline is. */
  readonly interval: Duration;
  /** Called once, on a worker; it changes nothing of the run. */
  readonly callback: OneCallback<DeadlineCallbackContext>;
  /** Names it in the UI: at most 250 characters. @default none */
  readonly name?: string;
}
