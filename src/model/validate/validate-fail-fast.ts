// Checks that a DAG which fails with its first task has no task that would run after a failure.
import type { DagModel } from "../dag/dag-model.ts";
import { isTeardown } from "../dag/setup-teardown.ts";
import { triggerRuleOf } from "../dag/task-group.ts";
import type { Problem } from "../problem.ts";

/** FailFastDagInvalidTriggerRule of Airflow. */
export function checkFailFast(model: DagModel): Problem[] {
  if (!model.failFast) return [];
  return model.tasks.flatMap((task) => {
    const rule = triggerRuleOf(task, model);
    if (rule === "all_success" || isTeardown(task)) return [];
    const message = `Task "${task.taskId}" has triggerRule "${rule}", and a DAG with failFast may only have "all_success". Leave one of them out.`;
    return [{ message, position: task.position }];
  });
}
