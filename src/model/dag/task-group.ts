// Groups of tasks in the model, and what an edge to or from a group means for its tasks.
import * as z from "zod";
import { Expression } from "../expression/expression.ts";
import { Position } from "../problem.ts";
import { option, shapeOf } from "./option.ts";
import { isSetup, isTeardown, type RoleTask } from "./setup-teardown.ts";
import { TaskOptionsModel } from "./task-options.ts";
import type { TriggerRule } from "./trigger-rule.ts";

const noUi = { heeded: false, because: "has no UI that would show it" } as const;

/** Options of a group of tasks. */
export const taskGroupOptions = {
  /** A name for the UI that may hold any character. @default the group's id */
  displayName: option({
    python: "group_display_name",
    kind: "plain",
    schema: z.string(),
    since: "3.0",
    local: noUi,
  }),
  /** Whether the ids of its tasks and groups begin with its own: `extract.north`. @default true */
  prefixGroupId: option({
    python: "prefix_group_id",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** Options for all its tasks, before the DAG's. */
  defaults: option({
    python: "default_args",
    kind: "defaults",
    schema: TaskOptionsModel,
    initial: {},
    since: "2.10",
    local: { heeded: true },
  }),
  /** What the UI shows when the pointer rests on the group. */
  tooltip: option({
    python: "tooltip",
    kind: "plain",
    schema: z.string(),
    since: "2.10",
    local: noUi,
  }),
  /** Markdown for the UI. */
  doc: option({ python: "doc_md", kind: "markdown", schema: z.string(), since: "3.3", local: noUi }),
  /** Fill of its box in the UI: a CSS colour. @default "CornflowerBlue" */
  uiColor: option({ python: "ui_color", kind: "plain", schema: z.string(), since: "2.10", local: noUi }),
  /** Colour of its label in the UI. @default "#000" */
  uiFgcolor: option({ python: "ui_fgcolor", kind: "plain", schema: z.string(), since: "2.10", local: noUi }),
} as const;

export const TaskGroupModel = z.object({
  /** As Airflow knows it: behind the ids of the groups it is in. */
  groupId: z.string(),
  /** Id of the group it is in; absent where it is in none. */
  parent: z.string().optional(),
  position: Position,
  /** The list for whose elements it has instances, the output of a task or a literal; absent where it is not mapped. */
  expandsOver: Expression.optional(),
  ...shapeOf(taskGroupOptions),
});
export type TaskGroupModel = z.infer<typeof TaskGroupModel>;

/** That one node comes before another: ids of tasks and groups. */
export const NodeEdge = z.object({ upstream: z.string(), downstream: z.string() });
export type NodeEdge = z.infer<typeof NodeEdge>;

/** What holds for a task that says nothing itself: its groups' defaults, the innermost first, then the DAG's. */
export function defaultsOf(
  { groupId }: { readonly groupId?: string | undefined },
  { defaults, groups }: { readonly defaults: TaskOptionsModel; readonly groups: readonly TaskGroupModel[] },
): TaskOptionsModel {
  const around = groupsAround(groupId, groups).map((id) => groups.find((group) => group.groupId === id));
  return Object.assign({ ...defaults }, ...around.toReversed().map((group) => group?.defaults));
}

/** The rule that a task goes by, its own or an inherited one. */
export function triggerRuleOf(
  task: { readonly options: Pick<TaskOptionsModel, "triggerRule">; readonly groupId?: string | undefined },
  dag: { readonly defaults: TaskOptionsModel; readonly groups: readonly TaskGroupModel[] },
): TriggerRule {
  return task.options.triggerRule ?? defaultsOf(task, dag).triggerRule ?? "all_success";
}

/** What a node is called where it is declared: Airflow puts the ids of groups before it by itself. */
export function labelOf(
  nodeId: string,
  group: Pick<TaskGroupModel, "groupId" | "prefixGroupId"> | undefined,
): string {
  return group === undefined || group.prefixGroupId === false
    ? nodeId
    : nodeId.slice(group.groupId.length + 1);
}

/** A task, as far as groups look at it. */
interface GroupedTask extends RoleTask {
  readonly groupId?: string | undefined;
}

type Group = { readonly groupId: string; readonly parent?: string | undefined };

/** The groups that a node is in, the innermost first. */
export function groupsAround(groupId: string | undefined, groups: readonly Group[]): string[] {
  const group = groups.find((each) => each.groupId === groupId);
  return group ? [group.groupId, ...groupsAround(group.parent, groups)] : [];
}

/** The tasks of a group, those of its groups included; or the task of that id. */
export function tasksOf<T extends GroupedTask>(
  nodeId: string,
  tasks: readonly T[],
  groups: readonly Group[],
): T[] {
  return tasks.filter(
    ({ taskId, groupId }) => taskId === nodeId || groupsAround(groupId, groups).includes(nodeId),
  );
}

/**
 * What an edge between nodes means for tasks: an edge from each task that the first ends with to each that the second
 * begins with. None where one is part of the other.
 */
export function taskEdges(
  { upstream, downstream }: NodeEdge,
  tasks: readonly GroupedTask[],
  groups: readonly Group[],
): NodeEdge[] {
  const members = new Set(tasksOf(downstream, tasks, groups).map(({ taskId }) => taskId));
  if (tasksOf(upstream, tasks, groups).some(({ taskId }) => members.has(taskId))) return [];
  const roots = rootsOf(downstream, tasks, groups);
  return leavesOf(upstream, tasks, groups).flatMap((leaf) =>
    roots.map((root) => ({ upstream: leaf, downstream: root })),
  );
}

/**
 * Ids of the tasks that a group ends with, which are those that nothing in it comes after; or of the task itself. Instead
 * of a teardown, what comes before it: what follows the group need not wait for it. (TaskGroup.get_leaves of Airflow.)
 */
export function leavesOf(nodeId: string, tasks: readonly GroupedTask[], groups: readonly Group[]): string[] {
  const members = tasksOf(nodeId, tasks, groups);
  if (members[0]?.taskId === nodeId) return [nodeId];
  const insteadOf = (teardown: GroupedTask): string[] =>
    members
      .filter(({ taskId }) => teardown.upstream.includes(taskId))
      .flatMap((task) => {
        if (isTeardown(task)) return insteadOf(task);
        const goesOn = members.some((other) => other.upstream.includes(task.taskId) && !isTeardown(other));
        return isSetup(task) || goesOn ? [] : [task.taskId];
      });
  const inner = new Set(members.flatMap(({ upstream }) => upstream));
  const last = members.filter(({ taskId }) => !inner.has(taskId));
  return [...new Set(last.flatMap((task) => (isTeardown(task) ? insteadOf(task) : [task.taskId])))];
}

/** Ids of the tasks that a group begins with, which come after nothing in it; or of the task itself. */
export function rootsOf(nodeId: string, tasks: readonly GroupedTask[], groups: readonly Group[]): string[] {
  const members = tasksOf(nodeId, tasks, groups);
  const ids = new Set(members.map(({ taskId }) => taskId));
  return members.filter(({ upstream }) => !upstream.some((id) => ids.has(id))).map(({ taskId }) => taskId);
}
