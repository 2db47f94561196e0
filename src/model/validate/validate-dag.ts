// Finds what is wrong with one DAG before Airflow would, all of it at once.
import type { DagDescription } from "../dag/dag-description.ts";
import type { DagModel } from "../dag/dag-model.ts";
import { keyProblem } from "../dag/key.ts";
import { orderTasks } from "../dag/order-tasks.ts";
import type { Position, Problem } from "../problem.ts";
import { checkAssets } from "./validate-assets.ts";
import { checkDates, checkTaskDates } from "./validate-dates.ts";
import { checkFailFast } from "./validate-fail-fast.ts";
import { checkGroups } from "./validate-groups.ts";
import { checkMapping } from "./validate-mapping.ts";
import { checkParams } from "./validate-params.ts";
import { checkRoles } from "./validate-roles.ts";
import { checkRunTypes } from "./validate-run-types.ts";
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
    ...model.tasks.flatMap((task) => checkTaskDates(task, model)),
    ...checkSchedule(model).map(dagProblem),
    ...checkRunTypes(model).map(dagProblem),
    ...checkParams(description).map(dagProblem),
    ...model.tasks.flatMap(({ taskId, position }) => checkId("Task", taskId, position)),
    ...checkGroups(model),
    ...checkRoles(model),
    ...checkMapping(model),
    ...checkFailFast(model),
    ...checkDuplicates(model),
    ...checkCycle(model),
    ...checkStrangers(description),
    ...checkAssets(description),
    ...checkTexts(description),
    ...model.tasks.flatMap((task) => checkTask(task, description)),
    ...misused.map(({ subject, position, part, problem }) => ({
      message: `${subject} ${problem}`,
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

/** Groups and tasks share their ids. */
function checkDuplicates({ tasks, groups }: DagModel): Problem[] {
  const nodes = [
    ...groups.map(({ groupId, position }) => ({ what: "Group", id: groupId, position })),
    ...tasks.map(({ taskId, position }) => ({ what: "Task", id: taskId, position })),
  ];
  const first = new Map<string, (typeof nodes)[number]>();
  return nodes.flatMap((node) => {
    const { what, id, position } = node;
    const earlier = first.get(id);
    first.set(id, earlier ?? node);
    if (!earlier) return [];
    const { file, line } = earlier.position;
    const place = `${file}:${line}`;
    const where =
      earlier.what !== what
        ? `has the id of the group at ${place}`
        : line === position.line
          ? "is made twice here"
          : `is declared twice, first at ${place}`;
    return [{ message: `${what} "${id}" ${where}. Give one of them another id.`, position }];
  });
}

function checkCycle({ tasks }: DagModel): Problem[] {
  const order = orderTasks(tasks);
  if ("ordered" in order) return [];
  const start = tasks.find(({ taskId }) => taskId === order.cycle[0]);
  const message = `Tasks wait for each other: ${order.cycle.join(" => ")}. Remove one of these dependencies.`;
  return [{ message, position: start?.position ?? null }];
}

function checkStrangers({ model, strangers }: DagDescription): Problem[] {
  return strangers.map(({ nodeId, usedBy, how }) => {
    const group = model.groups.find(({ groupId }) => groupId === usedBy);
    const task = model.tasks.find(({ taskId }) => taskId === usedBy);
    return {
      message: `${group ? "Group" : "Task"} "${usedBy}" ${how} "${nodeId}", which is not in DAG "${model.dagId}".`,
      position: (group ?? task)?.position ?? model.position,
    };
  });
}
