// Finds a task's code in its DAG, for tasks whose code is in no module of its own.
import type { TaskNode, TaskWork } from "../sdk/task-node.ts";
import type { TaskCode } from "./task-program.ts";

/** @throws Error when the DAG, evaluated anew, no longer has the task */
export function codeOf(
  dag: { readonly dagId: string; readonly contents: { readonly tasks: readonly TaskNode[] } },
  taskId: string,
): TaskCode {
  const work = dag.contents.tasks.find((task) => task.taskId === taskId)?.work;
  const code = work && operatorOf(work);
  if (code) return code;
  throw new Error(
    `DAG "${dag.dagId}" declared task "${taskId}" when it was built and does not now. ` +
      "A DAG module must declare the same tasks each time it is evaluated.",
  );
}

function operatorOf(work: TaskWork): TaskCode | undefined {
  switch (work.kind) {
    case "node":
    case "python":
      return work.operator;
    case "sensor":
      return work.sensor;
    case "external_task":
      return work.code;
    case "items":
    case "empty":
    case "latest_only":
    case "hitl":
    case "trigger_dag_run":
      return undefined;
  }
}
