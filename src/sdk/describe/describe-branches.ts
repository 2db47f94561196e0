// Says in the model what the outputs of tasks decide, once it is known which tasks groups begin with.
import type { BranchModel } from "../../model/dag/branch.ts";
import { rootsOf, type TaskGroupModel } from "../../model/dag/task-group.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { DagNode } from "../dag-node.ts";
import type { Branch, TaskNode } from "../task-node.ts";

/** Everything that a branch decides about by name. */
export function casesOf(branch: Branch | undefined): readonly DagNode[] {
  switch (branch?.kind) {
    case undefined:
    case "short_circuit":
      return [];
    case "cases":
      return Object.values(branch.cases).flat();
  }
}

/** @param models of the same tasks, their edges resolved */
export function withBranches(
  tasks: readonly TaskNode[],
  models: readonly TaskModel[],
  groups: readonly TaskGroupModel[],
): TaskModel[] {
  return models.map((model, index) => {
    const branch = tasks[index]?.branch;
    return branch && (model.kind === "node" || model.kind === "hitl")
      ? { ...model, branch: describeBranch(branch, models, groups) }
      : model;
  });
}

function describeBranch(
  branch: Branch,
  tasks: readonly TaskModel[],
  groups: readonly TaskGroupModel[],
): BranchModel {
  switch (branch.kind) {
    case "cases": {
      const cases = Object.entries(branch.cases).map(([name, nodes]) => [
        name,
        nodes.flatMap(({ nodeId }) => rootsOf(nodeId, tasks, groups)),
      ]);
      return { kind: "cases", cases: Object.fromEntries(cases) };
    }
    case "short_circuit":
      return branch;
  }
}
