// Decides whether a task runs, given how its upstream tasks ended. Airflow's rules, in Airflow's order
// (airflow.ti_deps.deps.trigger_rule_dep).
import type { TriggerRule } from "../../model/dag/trigger-rule.ts";
import { hasEnded, type TaskState } from "./task-instance.ts";

export type Decision = "run" | "wait" | "skipped" | "upstream_failed";

interface Counts {
  readonly success: number;
  readonly skipped: number;
  /** Failed or upstream_failed. */
  readonly failed: number;
  /** Failed by itself. */
  readonly ownFailed: number;
  readonly done: boolean;
  readonly total: number;
}

/** What becomes of a task with this rule and these upstream states. Some rules decide before all have ended. */
export function decide(rule: TriggerRule, upstream: readonly TaskState[]): Decision {
  return upstream.length === 0 ? "run" : rules[rule](count(upstream));
}

/**
 * What becomes of a task that is set up for, beside its trigger rule: its setups must all succeed.
 *
 * @param setups states of those that do not come directly before it
 */
export function decideSetUp(setups: readonly TaskState[]): Decision {
  return decide("all_success", setups);
}

/**
 * What becomes of a teardown, whose trigger rule Airflow calls all_done_setup_success.
 *
 * @param setups states of its setups
 * @param others states of all else that it waits for
 */
export function decideTeardown(setups: readonly TaskState[], others: readonly TaskState[]): Decision {
  if (!others.every(hasEnded) || !setups.every(hasEnded)) return "wait";
  if (setups.length === 0 || setups.includes("success")) return "run";
  return setups.every((state) => state === "skipped") ? "skipped" : "upstream_failed";
}

const rules: Readonly<Record<TriggerRule, (counts: Counts) => Decision>> = {
  always: () => "run",
  all_success: ({ failed, skipped, done }) =>
    failed > 0 ? "upstream_failed" : skipped > 0 ? "skipped" : whenDone(done),
  all_failed: ({ success, skipped, done }) => (success + skipped > 0 ? "skipped" : whenDone(done)),
  all_done: ({ done }) => whenDone(done),
  all_done_min_one_success: ({ success, skipped, done }) =>
    skipped > 0 ? "skipped" : done && success === 0 ? "upstream_failed" : whenDone(done),
  all_skipped: ({ success, failed, done }) => (success + failed > 0 ? "skipped" : whenDone(done)),
  one_success: ({ success, skipped, done, total }) =>
    success > 0 ? "run" : done ? (skipped === total ? "skipped" : "upstream_failed") : "wait",
  one_failed: ({ failed, done }) => (failed > 0 ? "run" : done ? "skipped" : "wait"),
  one_done: ({ success, ownFailed, done }) => (success + ownFailed > 0 ? "run" : done ? "skipped" : "wait"),
  none_failed: ({ failed, done }) => (failed > 0 ? "upstream_failed" : whenDone(done)),
  none_failed_min_one_success: ({ failed, skipped, done, total }) =>
    failed > 0 ? "upstream_failed" : skipped === total ? "skipped" : whenDone(done),
  none_skipped: ({ skipped, done }) => (skipped > 0 ? "skipped" : whenDone(done)),
};

function whenDone(done: boolean): Decision {
  return done ? "run" : "wait";
}

function count(upstream: readonly TaskState[]): Counts {
  const number = (state: TaskState) => upstream.filter((other) => other === state).length;
  return {
    success: number("success"),
    skipped: number("skipped"),
    failed: number("failed") + number("upstream_failed"),
    ownFailed: number("failed"),
    done: upstream.every(hasEnded),
    total: upstream.length,
  };
}
