// Tasks that start runs of other DAGs: Airflow's TriggerDagRunOperator.
import * as z from "zod";
import { option, seconds } from "./option.ts";

/** How runs end, and what they are before. */
export const runState = z.enum(["queued", "running", "success", "failed"]);

/** Options of a task that starts a run of another DAG. */
export const triggerOptions = {
  /** Whether the task ends only when the run has ended, and fails with it. @default false */
  waitForCompletion: option({
    python: "wait_for_completion",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** How often the task that waits looks whether the run has ended, in whole seconds. @default 1 minute */
  pokeInterval: option({
    python: "poke_interval",
    kind: "seconds",
    schema: seconds.int({ error: "Airflow takes whole seconds" }).positive(),
    since: "2.10",
    local: { heeded: false, because: "learns at once that a run has ended" },
  }),
  /** States of the run in which the task that waits succeeds. @default ["success"] */
  allowedStates: option({
    python: "allowed_states",
    kind: "plain",
    schema: z.array(runState).min(1).readonly(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** States of the run in which the task that waits fails. @default ["failed"] */
  failedStates: option({
    python: "failed_states",
    kind: "plain",
    schema: z.array(runState).readonly(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** Whether a run that is there already, of this id or date, is cleared and runs again. Without it the task fails. @default false */
  resetDagRun: option({
    python: "reset_dag_run",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: false, because: "begins each run afresh" },
  }),
  /** Whether the task is skipped when there is a run of this id or date already. @default false */
  skipWhenAlreadyExists: option({
    python: "skip_when_already_exists",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: false, because: "begins each run afresh" },
  }),
  /** Whether the task that waits does so in Airflow's triggerer, and no worker is held. @default Airflow's setting */
  deferrable: option({
    python: "deferrable",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: false, because: "has no triggerer" },
  }),
} as const;
