// Checks that the other DAGs are there which tasks wait for, and have what is waited for.
import { awaitedTasks, awaitedText } from "../../model/dag/awaited.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import { isOnlyOnAssets } from "../../model/dag/schedule.ts";
import type { ExternalTask } from "../../model/dag/task-model.ts";
import { didYouMean } from "../../model/did-you-mean.ts";
import type { Problem } from "../../model/problem.ts";

/** @param dags all of the project's */
export function checkAwaited(dags: readonly DagModel[]): Problem[] {
  return dags.flatMap(({ dagId, tasks }) =>
    tasks.flatMap((task) => {
      // What is wrong with a wait for its own DAG, it says itself.
      if (task.kind !== "external_task" || task.externalDagId === dagId) return [];
      const problem = problemOf(task, dags);
      if (problem === undefined) return [];
      const message = `Task "${task.taskId}" waits for ${awaitedText(task)}, ${problem}`;
      return [{ message, position: task.position }];
    }),
  );
}

/** In words that follow what is waited for. */
function problemOf(task: ExternalTask, dags: readonly DagModel[]): string | undefined {
  const { externalDagId, externalTaskGroupId, isOfProject } = task;
  const other = dags.find(({ dagId }) => dagId === externalDagId);
  if (!other) {
    return isOfProject
      ? "and the project has no such DAG. Export it by default from a module of its own, or write its id where it is somebody else's."
      : undefined;
  }
  if (isOnlyOnAssets(other.schedule)) {
    return "whose runs are triggered by assets and have no logical date. Schedule this DAG on an asset instead.";
  }
  const taskIds = other.tasks.map(({ taskId }) => taskId);
  const missing = awaitedTasks(task)?.find((taskId) => !taskIds.includes(taskId));
  if (missing !== undefined) {
    return `which has no task "${missing}". ${didYouMean(missing, taskIds)}${listed("Its tasks are", taskIds)}`;
  }
  const groupIds = other.groups.map(({ groupId }) => groupId);
  if (externalTaskGroupId !== undefined && !groupIds.includes(externalTaskGroupId)) {
    return `which has no such group. ${didYouMean(externalTaskGroupId, groupIds)}${listed("Its groups are", groupIds)}`;
  }
  return undefined;
}

function listed(intro: string, ids: readonly string[]): string {
  return ids.length === 0 ? "It has none." : `${intro} ${ids.join(", ")}.`;
}
