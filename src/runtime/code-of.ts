// Finds a task's code in its DAG, for tasks whose code is in no module of its own.
import type { Dag } from "../sdk/dag.ts";
import type { TaskCode } from "./task-program.ts";

/** @throws Error when the DAG, evaluated anew, no longer has the task */
export function codeOf(dag: Pick<Dag, "dagId" | "declarations">, taskId: string): TaskCode {
  const operator = dag.declarations.find((declaration) => declaration.taskId === taskId)?.operator;
  if (operator) return operator;
  throw new Error(
    `DAG "${dag.dagId}" declared task "${taskId}" when it was built and does not now. ` +
      "A DAG module must declare the same tasks each time it is evaluated.",
  );
}
