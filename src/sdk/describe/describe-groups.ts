// Turns a DAG's groups into their models, and what was said of their order into edges of the DAG's tasks.
import type { EdgeLabel } from "../../model/dag/edge-label.ts";
import {
  groupsAround,
  type NodeEdge,
  type TaskGroupModel,
  taskEdges,
  taskGroupOptions,
} from "../../model/dag/task-group.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { Position } from "../../model/problem.ts";
import type { CallbackNames } from "../callback-names.ts";
import type { DagNode } from "../dag-node.ts";
import type { DagContents, TaskGroup } from "../task-scope.ts";
import { describeOptions } from "./describe-options.ts";

/**
 * @param locate turns a stack into the position of its first line
 * @param names of the DAG's callbacks
 */
export function describeGroup(
  group: TaskGroup,
  locate: (stack: string) => Position,
  names: CallbackNames,
): TaskGroupModel {
  return {
    groupId: group.groupId,
    ...(group.parent && { parent: group.parent.groupId }),
    position: locate(group.stack),
    ...(group.expandsOver !== undefined && { expandsOver: group.expandsOver }),
    ...describeOptions(taskGroupOptions, group.options, names),
  };
}

/**
 * The edges that begin or end at a group, those within inner groups first: which tasks a group begins and ends with is
 * known once all is said that is said within it.
 */
export function groupEdgesOf({ tasks, groups }: DagContents): NodeEdge[] {
  const around = new Map<string, readonly string[]>([
    ...tasks.map(
      ({ taskId, declaration }) => [taskId, scopesOf(declaration.group?.groupId, groups)] as const,
    ),
    ...groups.map(({ groupId, parent }) => [groupId, scopesOf(parent?.groupId, groups)] as const),
  ]);
  const ids = new Set(groups.map(({ groupId }) => groupId));
  const depth = ({ upstream, downstream }: NodeEdge) => {
    const others = around.get(downstream) ?? [];
    return (around.get(upstream) ?? []).filter((id) => others.includes(id)).length;
  };
  return [...groups, ...tasks]
    .flatMap((node) =>
      [...node.upstream].map((before) => ({ upstream: before.nodeId, downstream: node.nodeId })),
    )
    .filter((edge) => (ids.has(edge.upstream) || ids.has(edge.downstream)) && around.has(edge.upstream))
    .sort((a, b) => depth(b) - depth(a));
}

/** What is written on edges between nodes of the DAG. */
export function edgeLabelsOf({ tasks, groups }: DagContents): EdgeLabel[] {
  const own = new Set<DagNode>([...tasks, ...groups]);
  return [...own].flatMap((node) =>
    [...node.labels]
      .filter(([before]) => own.has(before))
      .map(([before, label]) => ({ upstream: before.nodeId, downstream: node.nodeId, label })),
  );
}

function scopesOf(groupId: string | undefined, groups: readonly TaskGroup[]): string[] {
  return groupsAround(
    groupId,
    groups.map((group) => ({ groupId: group.groupId, parent: group.parent?.groupId })),
  );
}

/** The tasks, with what the edges of groups make them come after. */
export function withGroupEdges(
  tasks: readonly TaskModel[],
  groups: readonly TaskGroupModel[],
  edges: readonly NodeEdge[],
): TaskModel[] {
  return edges.reduce<TaskModel[]>(
    (known, edge) => {
      const added = taskEdges(edge, known, groups);
      return known.map((task) => {
        const before = added.filter(({ downstream }) => downstream === task.taskId);
        return before.length === 0
          ? task
          : {
              ...task,
              upstream: [...new Set([...task.upstream, ...before.map(({ upstream }) => upstream)])],
            };
      });
    },
    [...tasks],
  );
}
