// What a task is called where its run is shown.
import type { TaskModel } from "../../model/dag/task-model.ts";

/** Its id, and what it is for others: `delete_cluster (teardown)`. */
export function taskName({ taskId, role }: Pick<TaskModel, "taskId" | "role">): string {
  return role ? `${taskId} (${role.kind})` : taskId;
}
