// What is between a teardown and its setups, as edges of the DAG's tasks.
import { downstreamOf, upstreamOf } from "../../model/dag/reach.ts";
import { isTeardown, setupsOf } from "../../model/dag/setup-teardown.ts";
import { type NodeEdge, type TaskGroupModel, tasksOf } from "../../model/dag/task-group.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { DagNode } from "../dag-node.ts";
import type { TaskNode } from "../task-node.ts";
import { withGroupEdges } from "./describe-groups.ts";

/** What a teardown is said to be around. */
export function aroundOf({ role }: Pick<TaskNode, "role">): readonly DagNode[] {
  switch (role?.kind) {
    case undefined:
    case "setup":
      return [];
    case "teardown":
      return [...role.around];
  }
}

/**
 * The tasks, with what scopes make them come after. Inner scopes come first: with what an outer one begins and ends is
 * known then.
 *
 * @param models of the same tasks
 * @param groupEdges order what is in scopes, too; they are not resolved yet
 */
export function withScopes(
  tasks: readonly TaskNode[],
  models: readonly TaskModel[],
  groups: readonly TaskGroupModel[],
  groupEdges: readonly NodeEdge[],
): readonly TaskModel[] {
  const around = new Map(
    tasks.map((task) => [task.taskId, aroundOf(task).map(({ nodeId }) => nodeId)] as const),
  );
  let known = models;
  const done = new Set<string>();
  for (const task of models) scope(task);
  return known;

  function scope(teardown: TaskModel): void {
    const named = around.get(teardown.taskId) ?? [];
    if (done.has(teardown.taskId) || named.length === 0) return;
    done.add(teardown.taskId);
    const inside = within(named, new Set([teardown.taskId]));
    for (const other of models) if (inside.has(other.taskId)) scope(other);
    connect(teardown.taskId, inside);
  }

  /** Ids of the tasks among and between nodes. */
  function within(nodes: readonly string[], seen: ReadonlySet<string>): Set<string> {
    const direct = nodes.flatMap((id) => tasksOf(id, models, groups));
    const behind = direct.filter((task) => isTeardown(task) && !seen.has(task.taskId));
    const seenNow = new Set([...seen, ...behind.map(({ taskId }) => taskId)]);
    return new Set([
      ...direct.map(({ taskId }) => taskId),
      ...behind.flatMap((task) => [
        ...setupsOf(task, models),
        ...within(around.get(task.taskId) ?? [], seenNow),
      ]),
    ]);
  }

  function connect(teardownId: string, inside: ReadonlySet<string>): void {
    const resolved = withGroupEdges(known, groups, groupEdges);
    const setups = resolved.flatMap((task) => (task.taskId === teardownId ? setupsOf(task, resolved) : []));
    const members = new Set([...inside].filter((id) => !setups.includes(id)));
    const isAlone = (others: ReadonlySet<string>) => ![...others].some((id) => members.has(id));
    const first = [...members].filter((id) => isAlone(upstreamOf(id, resolved)));
    const last = [...members].filter((id) => isAlone(downstreamOf(id, resolved)));
    known = known.map((task) => {
      const before = [
        ...(first.includes(task.taskId) ? setups : []),
        ...(task.taskId === teardownId ? last : []),
      ];
      return before.length === 0 ? task : { ...task, upstream: [...new Set([...task.upstream, ...before])] };
    });
  }
}
