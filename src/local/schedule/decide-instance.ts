// Decides from states and from what branches said what becomes of a task instance and of a run.

import { isRejected } from "../../model/answer/read-answer.ts";
import { type BranchModel, skippedBy } from "../../model/dag/branch.ts";
import type { Answer } from "../../model/dag/hitl.ts";
import { itemsTaskOf } from "../../model/dag/mapping.ts";
import { countsForRun, isTeardown } from "../../model/dag/setup-teardown.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { Expression } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Outputs } from "../../model/run/outputs.ts";
import { type Awaited, type DagRun, hasEnded, type TaskInstance } from "./task-instance.ts";
import {
  addCounts,
  type Decision,
  decide,
  decideSetUp,
  decideTeardown,
  isDone,
  noCounts,
} from "./trigger-rule.ts";

/**
 * Keeps in mind what the output of a task decides about those after it.
 *
 * @returns why it decides nothing where it should decide something; undefined otherwise
 */
export function decideAfter({ run, task }: TaskInstance, value: JsonValue): string | undefined {
  const decided = decisionOf(task, value);
  if (!decided) return undefined;
  const models = [...new Set(run.tasks.map((instance) => instance.task))];
  const decision = skippedBy(decided.branch, decided.value, task.taskId, models);
  if ("problem" in decision) return decision.problem;
  for (const id of decision.skipped) run.skipped.add(id);
  return undefined;
}

/** What decides, and by which value; undefined where nothing does. An approval is a short circuit. */
function decisionOf(
  task: TaskModel,
  value: JsonValue,
): { branch: BranchModel; value: JsonValue } | undefined {
  if (task.kind === "node") return task.branch && { branch: task.branch, value };
  if (task.kind !== "hitl") return undefined;
  const answer = value as Answer;
  if (task.branch) return { branch: task.branch, value: answer.chosen_options };
  if (task.asks !== "approval") return undefined;
  const { ignoreDownstreamTriggerRules = false } = task;
  return {
    branch: { kind: "short_circuit", ignoreDownstreamTriggerRules },
    value: !isRejected(task, answer),
  };
}

/**
 * The trigger rule's decision, unless a branch has decided already, and held back by the run before where the task depends
 * on it. When that one failed, Airflow leaves the task without a state, and its run goes on until somebody clears what
 * failed; here it is upstream_failed at once.
 */
export function decideInstance(instance: TaskInstance): Decision {
  const { run, task, options } = instance;
  if (run.skipped.has(task.taskId)) return "skipped";
  if (run.failedFast && !isTeardown(task)) return "skipped";
  const decision = decideByUpstream(instance);
  const waits = decision === "run" || (decision === "skipped" && options.waitForPastDependsBeforeSkipping);
  return waits ? decideByPast(instance, decision) : decision;
}

/** @param decision what becomes of it when the run before does not hold it back */
function decideByPast({ run, task, options, after }: TaskInstance, decision: "run" | "skipped"): Decision {
  const { dependsOnPast, waitForDownstream } = options;
  const before = dependsOnPast || waitForDownstream ? run.countsBefore(task.taskId) : noCounts;
  if (before.total === 0) return decision;
  // As in Airflow, of all instances, whatever the index of this one.
  const past = addCounts([before, ...(waitForDownstream ? after.map((id) => run.countsBefore(id)) : [])]);
  if (past.success + past.skipped === past.total) return decision;
  return isDone(past) ? "upstream_failed" : "wait";
}

/** What becomes of a mapped task, or one of a mapped group, before it has instances. */
export type Expansion =
  | Decision
  | { readonly elements: number }
  | { readonly state: "upstream_failed"; readonly reason: string };

/**
 * Where it may run, it gets its instances; of an empty list it is skipped. Whatever its trigger rule, it does not run
 * without a list, nor wait for one. (MappedTaskUpstreamDep and expand_mapped_task of Airflow.)
 */
export function decideExpansion(instance: TaskInstance, list: Expression): Expansion {
  const { run } = instance;
  const decision = decideInstance(instance);
  const items = run.tasks.find(({ task }) => task.taskId === itemsTaskOf(list));
  if (items && !hasEnded(items.state)) return decision === "run" ? metTooEarly(items) : decision;
  if (items && items.state !== "success" && decision !== "upstream_failed") {
    return items.state === "skipped" ? "skipped" : "upstream_failed";
  }
  if (decision !== "run") return decision;
  const elements = elementsOf(list, run.outputs);
  return elements === 0 ? "skipped" : { elements };
}

/** Of a later task in a mapped group, where all before it was skipped or failed by what comes before the group. */
function metTooEarly({ task }: TaskInstance): Expansion {
  const reason = `its trigger rule was met before there was a list of ${task.taskId}`;
  return { state: "upstream_failed", reason };
}

/** How many elements a list has that is made. */
export function elementsOf(list: Expression, outputs: Outputs): number {
  const value = list.kind === "literal" ? list.value : outputs.get(itemsTaskOf(list) ?? "");
  return Array.isArray(value) ? value.length : 0;
}

function decideByUpstream({ task, options, upstream, awaited }: TaskInstance): Decision {
  const countsOf = (all: readonly Awaited[]) => addCounts(all.map(({ counts }) => counts));
  if (isTeardown(task)) {
    const setups = upstream.filter(({ areSetups }) => areSetups);
    return decideTeardown(countsOf(setups), countsOf([...upstream, ...awaited]));
  }
  const decision = decide(options.triggerRule, countsOf(upstream));
  if (options.triggerRule === "always" || awaited.length === 0) return decision;
  const setUp = decideSetUp(countsOf(awaited));
  return setUp === "run" || (setUp === "wait" && decision !== "run") ? decision : setUp;
}

/**
 * As in Airflow, the tasks that nothing comes after decide how a run ends, unless it took too long. A teardown only where
 * it says so, and what comes before it instead of it.
 */
export function endOfRun({ tasks, timedOut }: DagRun): "success" | "failed" {
  const counting = lastOf(tasks.filter(({ task }) => countsForRun(task)));
  const leaves = counting.length > 0 ? counting : lastOf(tasks);
  const failed = leaves.some(({ state }) => state === "failed" || state === "upstream_failed");
  return failed || timedOut ? "failed" : "success";
}

function lastOf(tasks: readonly TaskInstance[]): TaskInstance[] {
  const inner = new Set(tasks.flatMap(({ task }) => task.upstream));
  return tasks.filter(({ task }) => !inner.has(task.taskId));
}
