// Tasks that wait for another DAG, or for tasks of it: Airflow's ExternalTaskSensor, which has the options of all sensors,
// too.
import * as z from "zod";
import { longestSeconds, option } from "./option.ts";
import { runState } from "./trigger-dag-run.ts";

/** How tasks end, and what they are before. */
const taskState = z.enum([
  "success",
  "skipped",
  "failed",
  "upstream_failed",
  "removed",
  "scheduled",
  "queued",
  "running",
  "restarting",
  "up_for_retry",
  "up_for_reschedule",
  "deferred",
]);

const date = {
  /**
   * How much earlier the logical date of the run that is waited for is than that of the waiting run; less than nothing
   * where it is later. @default the same date
   */
  executionDelta: option({
    python: "execution_delta",
    kind: "duration",
    schema: z.number().min(-longestSeconds).max(longestSeconds),
    since: "2.10",
    local: { heeded: true },
  }),
} as const;

const existence = {
  /** Whether it fails at once when there is no such DAG, task or group. Airflow 3 does not look, and waits. @default false */
  checkExistence: option({
    python: "check_existence",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    until: "2.11",
    local: { heeded: false, because: "runs what is waited for, and says when it is not there" },
  }),
} as const;

/** Options of a task that waits for tasks of another DAG, or for a group of them. */
export const externalTaskOptions = {
  ...date,
  /** States in which what is waited for must be, all of it, for the wait to succeed. @default ["success"] */
  allowedStates: option({
    python: "allowed_states",
    kind: "plain",
    schema: z.array(taskState).min(1).readonly(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** States with which a single one of what is waited for makes the wait skipped. @default [] */
  skippedStates: option({
    python: "skipped_states",
    kind: "plain",
    schema: z.array(taskState).readonly(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** States with which a single one of what is waited for makes the wait fail. Without them it goes on waiting. @default [] */
  failedStates: option({
    python: "failed_states",
    kind: "plain",
    schema: z.array(taskState).readonly(),
    since: "2.10",
    local: { heeded: true },
  }),
  ...existence,
} as const;

/** Options of a task that waits for a run of another DAG. */
export const externalDagOptions = {
  ...date,
  /** States of the run in which the wait succeeds. @default ["success"] */
  allowedStates: option({
    python: "allowed_states",
    kind: "plain",
    schema: z.array(runState).min(1).readonly(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** States of the run in which the wait is skipped. @default [] */
  skippedStates: option({
    python: "skipped_states",
    kind: "plain",
    schema: z.array(runState).readonly(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** States of the run in which the wait fails. Without them it goes on waiting. @default [] */
  failedStates: option({
    python: "failed_states",
    kind: "plain",
    schema: z.array(runState).readonly(),
    since: "2.10",
    local: { heeded: true },
  }),
  ...existence,
} as const;
