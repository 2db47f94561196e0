// Decides whether a task runs, given how its upstream tasks ended. Airflow's rules, in Airflow's order
// (airflow.ti_deps.deps.trigger_rule_dep).
import type { TriggerRule } from "../../model/dag/trigger-rule.ts";
import type { EndState } from "../../model/run/end-state.ts";

export type Decision = "run" | "wait" | "skipped" | "upstream_failed";

/** How many instances have ended, by how they did, and of how many. */
export type Counts = Readonly<Record<EndState | "total", number>>;

export const noCounts: Counts = { success: 0, skipped: 0, failed: 0, upstream_failed: 0, total: 0 };

export function addCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, each) => ({
      success: sum.success + each.success,
      skipped: sum.skipped + each.skipped,
      failed: sum.failed + each.failed,
      upstream_failed: sum.upstream_failed + each.upstream_failed,
      total: sum.total + each.total,
    }),
    noCounts,
  );
}

/** Whether all have ended. */
export function isDone({ success, skipped, failed, upstream_failed, total }: Counts): boolean {
  return success + skipped + failed + upstream_failed === total;
}

/** What the rules ask. */
interface Upstream {
  readonly success: number;
  readonly skipped: number;
  /** Failed or upstream_failed. */
  readonly failed: number;
  /** Failed by itself. */
  readonly ownFailed: number;
  readonly done: boolean;
  readonly total: number;
}

/**
 * What becomes of a task with this rule and what came of those before it. Some rules decide before all have ended; all go by
 * whether there are any of a kind, never by how many.
 */
export function decide(rule: TriggerRule, upstream: Counts): Decision {
  if (upstream.total === 0) return "run";
  const { success, skipped, failed, upstream_failed, total } = upstream;
  return rules[rule]({
    ...{ success, skipped, total },
    failed: failed + upstream_failed,
    ownFailed: failed,
    done: isDone(upstream),
  });
}

/**
 * What becomes of a task that is set up for, beside its trigger rule: its setups must all succeed.
 *
 * @param setups those that do not come directly before it
 */
export function decideSetUp(setups: Counts): Decision {
  return decide("all_success", setups);
}

/**
 * What becomes of a teardown, whose trigger rule Airflow calls all_done_setup_success.
 *
 * @param others all else that it waits for
 */
export function decideTeardown(setups: Counts, others: Counts): Decision {
  if (!isDone(others) || !isDone(setups)) return "wait";
  if (setups.total === 0 || setups.success > 0) return "run";
  return setups.skipped === setups.total ? "skipped" : "upstream_failed";
}

const rules: Readonly<Record<TriggerRule, (upstream: Upstream) => Decision>> = {
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
