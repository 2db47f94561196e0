// Decides from states and from what branches said what becomes of a task instance and of a run.
import { skippedBy } from "../../model/dag/branch.ts";
import type { JsonValue } from "../../model/json.ts";
import { type DagRun, hasEnded, type TaskInstance } from "./task-instance.ts";
import { type Decision, decide } from "./trigger-rule.ts";

/**
 * Keeps in mind what the output of a task decides about those after it.
 *
 * @returns why it decides nothing where it should decide something; undefined otherwise
 */
export function decideAfter({ run, task }: TaskInstance, value: JsonValue): string | undefined {
  if (task.kind !== "node" || task.branch === undefined) return undefined;
  const models = run.tasks.map((instance) => instance.task);
  const decision = skippedBy(task.branch, value, task.taskId, models);
  if ("problem" in decision) return decision.problem;
  for (const id of decision.skipped) run.skipped.add(id);
  return undefined;
}

/**
 * The trigger rule's decision, unless a branch has decided already, and held back by the run before where the task depends on it. When that one failed,
 * Airflow leaves the task without a state until the run fails as deadlocked; here it is upstream_failed at once.
 */
export function decideInstance({ run, task, options, upstream, previous }: TaskInstance): Decision {
  if (run.skipped.has(task.taskId)) return "skipped";
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
