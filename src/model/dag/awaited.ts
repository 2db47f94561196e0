// What a task waits for that waits for another DAG, and whether anybody reads what it returns.
import { readsOf } from "../expression/reads-of.ts";
import { type ExternalTask, expressionsOf, type TaskModel } from "./task-model.ts";

/** What a wait is for, in words: `task "clean" of DAG "listings"`. */
export function awaitedText(task: ExternalTask): string {
  const { externalDagId, externalTaskId, externalTaskIds, externalTaskGroupId } = task;
  const ids = externalTaskIds?.map((id) => JSON.stringify(id)).join(", ");
  const part =
    externalTaskId !== undefined
      ? `task ${JSON.stringify(externalTaskId)} of `
      : ids !== undefined
        ? `tasks ${ids} of `
        : externalTaskGroupId !== undefined
          ? `group ${JSON.stringify(externalTaskGroupId)} of `
          : "";
  return `${part}DAG ${JSON.stringify(externalDagId)}`;
}

/** Ids of the single tasks that are waited for; undefined where it is a group, or the whole run. */
export function awaitedTasks({
  externalTaskId,
  externalTaskIds,
}: ExternalTask): readonly string[] | undefined {
  return externalTaskId === undefined ? externalTaskIds : [externalTaskId];
}

/** Whether a task of the DAG reads what this one returns. Of raw Jinja and Python, only that its id is in there is known. */
export function isRead({ taskId }: TaskModel, { tasks }: { readonly tasks: readonly TaskModel[] }): boolean {
  const { outputs, jinja, python } = readsOf(tasks.flatMap(expressionsOf));
  return (
    outputs.some((output) => output.taskId === taskId) ||
    [...jinja, ...python].some(({ source }) => source.includes(taskId))
  );
}
