// Decides from states alone what becomes of a task instance and of a run.
import { type DagRun, hasEnded, type TaskInstance } from "./task-instance.ts";
import { type Decision, decide } from "./trigger-rule.ts";

/**
 * The trigger rule's decision, held back by the run before where the task depends on it. When that one failed,
 * Airflow leaves the task without a state until the run fails as deadlocked; here it is upstream_failed at once.
 */
export function decideInstance({ options, upstream, previous }: TaskInstance): Decision {
  const decision = decide(
    options.triggerRule,
    upstream.map(({ state }) => state),
  );
  if (decision !== "run" || !options.dependsOnPast || !previous) return decision;
  if (previous.state === "success" || previous.state === "skipped") return "run";
  return hasEnded(previous.state) ? "upstream_failed" : "wait";
}

/** As in Airflow, the tasks that nothing comes after decide how a run ends, unless it took too long. */
export function endOfRun({ tasks, timedOut }: DagRun): "success" | "failed" {
  const inner = new Set(tasks.flatMap(({ upstream }) => upstream));
  const leaves = tasks.filter((instance) => !inner.has(instance));
  const failed = leaves.some(({ state }) => state === "failed" || state === "upstream_failed");
  return failed || timedOut ? "failed" : "success";
}
