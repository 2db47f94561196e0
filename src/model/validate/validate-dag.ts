// Finds what is wrong with one DAG before Airflow would, all of it at once.
import type { DagDescription } from "../dag/dag-description.ts";
import { keyProblem } from "../dag/key.ts";
import { orderTasks } from "../dag/order-tasks.ts";
import type { TaskModel } from "../dag/task-model.ts";
import type { Position, Problem } from "../problem.ts";
import { checkAssets } from "./validate-assets.ts";
import { checkDates } from "./validate-dates.ts";
import { checkParams } from "./validate-params.ts";
import { checkSchedule } from "./validate-schedule.ts";
import { checkTask } from "./validate-task.ts";
import { checkTexts } from "./validate-texts.ts";

/** Every problem of the DAG, each at the place it was declared. */
export function validateDag(description: DagDescription): Problem[] {
  const { model, misused, unwired } = description;
  const dagProblem = (message: string): Problem => ({ message, position: model.position });
  return [
    ...checkId("DAG", model.dagId, model.position),
    ...checkDates(model).map(dagProblem),
    ...checkSchedule(model).map(dagProblem),
    ...checkParams(description).map(dagProblem),
    ...model.tasks.flatMap(({ taskId, position }) => checkId("Task", taskId, position)),
    ...checkDuplicates(model.tasks),
    ...checkCycle(model.tasks),
    ...checkStrangers(description),
    ...checkAssets(description),
    ...checkTexts(description),
    ...model.tasks.flatMap((task) => checkTask(task, description)),
    ...misused.map(({ taskId, position, part, problem }) => ({
      message: `${taskId === null ? "The DAG" : `Task ${JSON.stringify(taskId)}`} ${problem}`,
      position,
      part,
    })),
    ...unwired.map(({ taskId, position }) => ({
      message: `Task "${taskId}" is declared but never made. Call what dag.task(...) returns with the task's input.`,
      position,
    })),
  ];
}

function checkId(what: string, id: string, position: Position): Problem[] {
  const problem = (rule: string) => [{ message: `${what} id ${JSON.stringify(id)} ${rule}`, position }];
  const wrong = keyProblem(id);
  if (wrong !== undefined) return problem(wrong);
  if (/^\.+$/.test(id)) return problem("consists of dots only, and no file can be named after it.");
  return [];
}

function checkDuplicates(tasks: readonly TaskModel[]): Problem[] {
  const first = new Map<string, TaskModel>();
  return tasks.flatMap((task) => {
    const earlier = first.get(task.taskId);
    first.set(task.taskId, earlier ?? task);
    if (!earlier) return [];
    const { file, line } = earlier.position;
    const where =
      line === task.position.line ? "made twice here" : `declared twice, first at ${file}:${line}`;
    return [
      { message: `Task "${task.taskId}" is ${where}. Give one of them another id.`, position: task.position },
    ];
  });
}

function checkCycle(tasks: readonly TaskModel[]): Problem[] {
  const order = orderTasks(tasks);
  if ("ordered" in order) return [];
  const start = tasks.find(({ taskId }) => taskId === order.cycle[0]);
  const message = `Tasks wait for each other: ${order.cycle.join(" => ")}. Remove one of these dependencies.`;
  return [{ message, position: start?.position ?? null }];
}

function checkStrangers({ model, strangers }: DagDescription): Problem[] {
  return strangers.map(({ taskId, usedBy }) => ({
    message: `Task "${usedBy}" comes after "${taskId}", which is not a task of DAG "${model.dagId}".`,
    position: model.tasks.find((task) => task.taskId === usedBy)?.position ?? model.position,
  }));
}
