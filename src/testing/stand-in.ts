// Puts stand-ins in the place of tasks' code, in the model and in the run.
import type { DagModel } from "../model/dag/dag-model.ts";
import { isTeardown, setupsOf } from "../model/dag/setup-teardown.ts";
import type { TaskModel } from "../model/dag/task-model.ts";
import type { TaskCode } from "../runtime/task-program.ts";
import type { AnyOperator } from "../sdk/operator.ts";
import type { DagRunOptions } from "./dag-run.ts";

export type StandIns = NonNullable<DagRunOptions["tasks"]>;

/** The task as it is with its stand-in: it gets no connections. */
export function withStandIn(task: TaskModel, standIns: StandIns): TaskModel {
  if (!Object.hasOwn(standIns, task.taskId)) return task;
  switch (task.kind) {
    case "node":
    case "sensor":
      return { ...task, connections: {} };
    case "python":
    case "external_task":
      return { ...task, hasStandIn: true };
    case "items":
    case "empty":
    case "latest_only":
      throw new TypeError(
        `tasks: Task "${task.taskId}" does nothing by itself; nothing can stand in for it.`,
      );
    case "hitl":
      throw new TypeError(
        `tasks: Task "${task.taskId}" asks people; answer it instead: answers: { ${JSON.stringify(task.taskId)}: ... }.`,
      );
    case "trigger_dag_run":
      throw new TypeError(
        `tasks: Task "${task.taskId}" starts no run in a test; nothing need stand in for it.`,
      );
  }
}

/** The code with the stand-in in its place, if it has one; the schemas stay. */
export function standInFor(taskId: string, code: TaskCode, standIns: StandIns): TaskCode {
  if (!Object.hasOwn(standIns, taskId)) return code;
  const standIn: unknown = standIns[taskId];
  const { input, output } = typeof code === "function" ? {} : code;
  return {
    name: `the stand-in of "${taskId}"`,
    input,
    output,
    run: typeof standIn === "function" ? (standIn as AnyOperator["run"]) : () => standIn,
  };
}

/** `last`, the tasks that come before it, and what tears down after them, in their order; all without it. */
export function tasksUpTo({ tasks }: Pick<DagModel, "tasks">, last: string | undefined): TaskModel[] {
  if (last === undefined) return tasks;
  const needed = new Set([last]);
  // From the end: each task stands behind what it needs.
  for (const { taskId, upstream } of tasks.toReversed()) {
    if (needed.has(taskId)) for (const id of upstream) needed.add(id);
  }
  return tasks.filter(
    (task) =>
      needed.has(task.taskId) || (isTeardown(task) && setupsOf(task, tasks).some((id) => needed.has(id))),
  );
}
