// Puts a DAG's tasks into layers: each comes right after the last of those it waits for.
import type { TaskModel } from "../model/dag/task-model.ts";

/** The layer of each task, counted from 0, by its id: the length of the longest way that leads to it. */
export function layersOf(tasks: readonly Pick<TaskModel, "taskId" | "upstream">[]): Map<string, number> {
  const layers = new Map<string, number>();
  // In the order of tasks, which have their upstream tasks before them.
  for (const { taskId, upstream } of tasks) {
    layers.set(taskId, Math.max(-1, ...upstream.map((id) => layers.get(id) ?? -1)) + 1);
  }
  return layers;
}
