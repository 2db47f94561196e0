// Picks the tasks of a DAG that a local run is limited to.
import type { DagModel } from "../../model/dag/dag-model.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import { UsageError } from "../../model/errors.ts";

/**
 * The tasks with these ids, in the DAG's order; all of them when none is named.
 *
 * @throws {UsageError} when the DAG has no such task
 */
export function selectTasks(dag: DagModel, taskIds: readonly string[]): TaskModel[] {
  if (taskIds.length === 0) return dag.tasks;
  const known = dag.tasks.map(({ taskId }) => taskId);
  const stranger = taskIds.find((taskId) => !known.includes(taskId));
  if (stranger !== undefined) {
    throw new UsageError(`DAG "${dag.dagId}" has no task "${stranger}". Its tasks: ${known.join(", ")}.`);
  }
  return dag.tasks.filter(({ taskId }) => taskIds.includes(taskId));
}
