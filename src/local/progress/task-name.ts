// What a task is called where its run is shown.
import type { TaskModel } from "../../model/dag/task-model.ts";
import { instanceName } from "../../model/run/outputs.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";

/** Its id, and what it is for others: `delete_cluster (teardown)`. */
export function taskName({ taskId, role }: Pick<TaskModel, "taskId" | "role">): string {
  return withRole(taskId, role);
}

/** Likewise, of a mapped one with the name that its DAG gives it, or else its number: `count[Linz]`, `count[3]`. */
export function titleOf({ task, mapIndex, name }: Pick<TaskInstance, "task" | "mapIndex" | "name">): string {
  const { taskId, role } = task;
  return withRole(name === undefined ? instanceName(taskId, mapIndex) : `${taskId}[${name}]`, role);
}

function withRole(name: string, role: TaskModel["role"]): string {
  return role ? `${name} (${role.kind})` : name;
}
