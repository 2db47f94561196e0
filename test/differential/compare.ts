// Where a graph runs otherwise in Airflow than in the local runner.

import type { DagModel } from "../../src/model/dag/dag-model.ts";
import { expansionOf, itemsTaskOf, mappedGroupOf } from "../../src/model/dag/mapping.ts";
import { downstreamOf } from "../../src/model/dag/reach.ts";
import { triggerRuleOf } from "../../src/model/dag/task-group.ts";
import type { TaskModel } from "../../src/model/dag/task-model.ts";
import type { TriggerRule } from "../../src/model/dag/trigger-rule.ts";
import { mayBeEarly } from "./build-graph.ts";
import type { InstanceEnd, RunEnd } from "./runs.ts";

/**
 * What differs in one run, in words, but for what Airflow itself decides by chance, or is known to decide otherwise:
 *
 * - Of a task that needs all before it to succeed, and of which one fails and another is skipped, it depends on who is first
 *   whether it is skipped or upstream_failed; and so do all tasks after it, and the run. So it does of one that no failure
 *   may come before, where a branch before it skips it, too, or a short circuit.
 * - Of a task that may run before all before it have ended, and of which one is a branch, it depends on who is first
 *   whether it runs or is skipped; and so do all tasks after it, and the run. So it does of a task that comes after a short
 *   circuit by no other way than such tasks.
 * - Of a task without a list to map over, because what makes it failed, and which its trigger rule skips, it depends on the
 *   order of a set that Airflow goes through whether it is skipped or upstream_failed; and so do all tasks after it, and the
 *   run. (TaskInstance.get_failed_dep_statuses: what a dependency's hash is differs from process to process.) Where what makes
 *   its list was skipped, and another task before it fails, it depends on who is first.
 * - Of a later task in a mapped group, of which one before it was skipped or failed without an instance, it depends on whether
 *   there is a list by then whether it has instances or is upstream_failed; and so do all tasks after it, and the run.
 * - A task that its past holds back for ever has no state in Airflow, and nothing after it has. Here it is upstream_failed.
 */
export function differences(
  model: DagModel,
  airflow: RunEnd | undefined,
  local: RunEnd | undefined,
): string[] {
  if (!airflow || !local) {
    return [`run: ${airflow?.state ?? "none"} in Airflow, ${local?.state ?? "none"} locally`];
  }
  const unsettled = unsettledTasks(model, airflow, local);
  const names = new Set([...Object.keys(airflow.instances), ...Object.keys(local.instances)]);
  const found = [...names].flatMap((name) =>
    unsettled.has(taskOf(name)) ? [] : differenceOf(name, airflow.instances[name], local.instances[name]),
  );
  return airflow.state === local.state || unsettled.size > 0
    ? found
    : [`run: ${airflow.state} in Airflow, ${local.state} locally`, ...found];
}

/** Ids of the tasks of which nobody can tell how they end, where they have ended otherwise. */
function unsettledTasks(model: DagModel, airflow: RunEnd, local: RunEnd): Set<string> {
  const first = model.tasks.filter((task) => {
    const theirs = statesOf(task.taskId, airflow);
    if (theirs.includes(null)) return true;
    const ours = statesOf(task.taskId, local);
    if (theirs.join() === ours.join()) return false;
    const before = task.upstream.flatMap((id) => [...statesOf(id, airflow), ...statesOf(id, local)]);
    const isRefused = before.some(isFailure);
    if (lacksList(task, model, airflow, isRefused) && [...theirs, ...ours].every(isPassedOver)) return true;
    if ([theirs, ours].some(hasNoInstance) && mayMissList(task, model, airflow)) return true;
    if (mayPassShortCircuit(task, model)) return true;
    const rule = triggerRuleOf(task, model);
    if (mayBeEarly.includes(rule)) return task.upstream.some((id) => isBranch(id, model));
    if (!refusesFailures.includes(rule) || !isRefused) return false;
    return (rule === "all_success" && before.includes("skipped")) || isDecidedAbout(task, model);
  });
  return new Set(first.flatMap(({ taskId }) => [taskId, ...downstreamOf(taskId, model.tasks)]));
}

/** Rules by which a task is upstream_failed as soon as one before it has failed. */
const refusesFailures: readonly TriggerRule[] = ["all_success", "none_failed", "none_failed_min_one_success"];

/** Whether the task comes after a short circuit, and may run before that has ended. */
function mayPassShortCircuit({ taskId }: TaskModel, model: DagModel): boolean {
  const waiting = model.tasks.map((task) =>
    mayBeEarly.includes(triggerRuleOf(task, model)) ? { ...task, upstream: [] } : task,
  );
  return shortCircuits(model).some(
    (circuit) =>
      downstreamOf(circuit.taskId, model.tasks).has(taskId) &&
      !downstreamOf(circuit.taskId, waiting).has(taskId),
  );
}

/** Whether a branch before the task may skip it, or a short circuit that it comes after by any way. */
function isDecidedAbout({ taskId, upstream }: TaskModel, model: DagModel): boolean {
  return (
    upstream.some((id) => isBranch(id, model)) ||
    shortCircuits(model).some((circuit) => downstreamOf(circuit.taskId, model.tasks).has(taskId))
  );
}

function shortCircuits({ tasks }: DagModel): TaskModel[] {
  return tasks.filter((task) => "branch" in task && task.branch?.kind === "short_circuit");
}

function isPassedOver(state: string | null): boolean {
  return state === "skipped" || state === "upstream_failed";
}

/** Whether the task's list is made by one that failed; or that was skipped, where a failure comes before the task, too. */
function lacksList(task: TaskModel, { groups }: DagModel, end: RunEnd, isRefused: boolean): boolean {
  const maker = itemsTaskOf(expansionOf(task, groups));
  if (maker === undefined) return false;
  const states = statesOf(maker, end);
  return states.some(isFailure) || (isRefused && states.includes("skipped"));
}

/**
 * Whether the task is in a mapped group, and not directly after what makes its list, but after another task of the group that
 * was skipped or failed without an instance.
 */
function mayMissList(task: TaskModel, { tasks, groups }: DagModel, end: RunEnd): boolean {
  const group = mappedGroupOf(task, groups);
  const maker = itemsTaskOf(group?.expandsOver);
  if (maker === undefined || task.upstream.includes(maker)) return false;
  return tasks
    .filter((other) => task.upstream.includes(other.taskId) && mappedGroupOf(other, groups) === group)
    .some((other) => hasNoInstance(statesOf(other.taskId, end)));
}

/** Whether it ended without a list, or with an empty one. */
function hasNoInstance(states: readonly (string | null)[]): boolean {
  return states.length === 1 && isPassedOver(states[0] ?? null);
}

function isFailure(state: string | null): boolean {
  return state === "failed" || state === "upstream_failed";
}

function isBranch(taskId: string, { tasks }: DagModel): boolean {
  const task = tasks.find((other) => other.taskId === taskId);
  return task !== undefined && "branch" in task && task.branch !== undefined;
}

function statesOf(taskId: string, { instances }: RunEnd): (string | null)[] {
  return Object.entries(instances).flatMap(([name, { state }]) => (taskOf(name) === taskId ? [state] : []));
}

/** The id of an instance's task. */
function taskOf(name: string): string {
  return name.replace(/\[\d+\]$/, "");
}

function differenceOf(
  name: string,
  theirs: InstanceEnd | undefined,
  ours: InstanceEnd | undefined,
): string[] {
  // Airflow's scheduler ends empty tasks without a try, dag.test() does not.
  const isEmpty = /(?:^|\.)empty_/.test(name);
  const shown = (end: InstanceEnd | undefined) =>
    end === undefined
      ? "not there"
      : `${end.state}${isEmpty ? "" : ` after ${end.tries} tries, returned ${JSON.stringify(end.value)}`}`;
  return shown(theirs) === shown(ours)
    ? []
    : [`${name}: ${shown(theirs)} in Airflow, ${shown(ours)} locally`];
}
