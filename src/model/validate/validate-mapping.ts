// Checks mapped tasks and groups: what Airflow cannot expand, or would expand otherwise than was meant, and what is read
// of one instance where there are several.
import { isDeepStrictEqual } from "node:util";
import type { DagModel } from "../dag/dag-model.ts";
import { itemParam, itemsTaskOf, mappedGroupOf } from "../dag/mapping.ts";
import { groupsAround, type TaskGroupModel, triggerRuleOf } from "../dag/task-group.ts";
import { expressionsOf, type TaskModel } from "../dag/task-model.ts";
import type { TriggerRule } from "../dag/trigger-rule.ts";
import type { ExpressionOf } from "../expression/expression.ts";
import { readsOf } from "../expression/reads-of.ts";
import type { Problem } from "../problem.ts";

/** Every problem of what is mapped, each at the task or group that it is about. */
export function checkMapping(model: DagModel): Problem[] {
  const { tasks, groups, params } = model;
  const mapped = [...tasks, ...groups].filter(({ expandsOver }) => expandsOver !== undefined);
  return [
    ...tasks.flatMap((task) =>
      [...checkTask(task, model), ...checkReads(task, model)].map((what) => ({
        message: `Task "${task.taskId}" ${what}`,
        position: task.position,
      })),
    ),
    ...groups.flatMap((group) => checkGroup(group, groups)),
    ...(mapped.length > 0 && Object.hasOwn(params, itemParam) ? [takenParam(model)] : []),
  ];
}

function takenParam({ position }: DagModel): Problem {
  const message = `The DAG has a param "${itemParam}", which is what mapped tasks get their elements as. Give it another name.`;
  return { message, position };
}

/** Rules that may be met before all that comes before has ended. */
const early: readonly TriggerRule[] = ["one_success", "one_failed", "one_done"];

function checkTask(task: TaskModel, model: DagModel): string[] {
  const group = mappedGroupOf(task, model.groups);
  const list = task.expandsOver ?? group?.expandsOver;
  if (list === undefined) return [];
  const rule = triggerRuleOf(task, model);
  const what = task.expandsOver ? "is mapped" : `is in mapped group "${group?.groupId}"`;
  const problems: string[] = [];
  if (task.expandsOver && group) {
    problems.push(
      `is mapped, and in mapped group "${group.groupId}": Airflow maps no task within an instance. ` +
        "Map over a list of all elements, in a group or a task of its own.",
    );
  }
  if ((task.kind === "node" || task.kind === "hitl") && task.branch) {
    problems.push(
      `${what} and decides which tasks run, which has no effect in Airflow 3.2 and later. ` +
        "Let the tasks skip themselves: throw AirflowSkipException.",
    );
  }
  if (rule === "always") {
    problems.push(`${what} with triggerRule "always", and has no list then. Use "all_done".`);
  }
  const itemsTaskId = itemsTaskOf(list);
  const others = task.upstream.filter((id) => id !== itemsTaskId && !isInGroup(id, group, model));
  if (early.includes(rule) && itemsTaskId !== undefined && others.length > 0) {
    problems.push(
      `${what} with triggerRule "${rule}", which ${others.map((id) => `"${id}"`).join(", ")} may meet before there is a list; ` +
        "Airflow fails it then. Put a task before it that has the rule, and map over what comes of that.",
    );
  }
  return problems;
}

function isInGroup(taskId: string, group: TaskGroupModel | undefined, { tasks, groups }: DagModel): boolean {
  const task = tasks.find((other) => other.taskId === taskId);
  return group !== undefined && groupsAround(task?.groupId, groups).includes(group.groupId);
}

function checkReads(task: TaskModel, model: DagModel): string[] {
  const { outputs, items, python } = readsOf(expressionsOf(task));
  return [
    ...outputs.flatMap((output) =>
      output.kind === "outputs" ? checkOutputs(output, model) : checkOutput(output, task, model),
    ),
    ...items
      .filter((item) => !isOwn(item, task, model))
      .map(
        () =>
          "uses the element of a list that another task or group is mapped over. Only what is mapped over it can.",
      ),
    ...(task.kind === "items" && python.length > 0
      ? ["is to make a list in Python, which only a Python operator takes."]
      : []),
  ];
}

/** The output of one instance is none of what is outside. */
function checkOutput(
  { taskId, sameInstance }: ExpressionOf<"output">,
  task: TaskModel,
  { tasks, groups }: DagModel,
): string[] {
  const producer = tasks.find((other) => other.taskId === taskId);
  const group = producer && mappedGroupOf(producer, groups);
  if (!sameInstance || !group || mappedGroupOf(task, groups) === group) return [];
  return [
    `reads the output of "${taskId}", of which each instance of mapped group "${group.groupId}" has one. Return that task ` +
      "from the function that expand is given, and read the output of what expand returns: a list.",
  ];
}

function checkOutputs({ taskId }: ExpressionOf<"outputs">, { tasks, groups }: DagModel): string[] {
  const producer = tasks.find((other) => other.taskId === taskId);
  if (!producer || producer.expandsOver || mappedGroupOf(producer, groups)) return [];
  return [
    `reads the outputs of the instances of "${taskId}", which is not mapped. From the function that expand is given, return ` +
      "tasks of its group.",
  ];
}

function isOwn({ of, list }: ExpressionOf<"item">, task: TaskModel, { groups }: DagModel): boolean {
  const own = of === "task" ? task.expandsOver : mappedGroupOf(task, groups)?.expandsOver;
  return isDeepStrictEqual(own, list);
}

function checkGroup(group: TaskGroupModel, groups: readonly TaskGroupModel[]): Problem[] {
  const outer = mappedGroupOf({ groupId: group.parent }, groups);
  if (!group.expandsOver || !outer) return [];
  const message =
    `Group "${group.groupId}" is mapped, and in mapped group "${outer.groupId}": Airflow maps no group within another's ` +
    "instance. Map one group over all pairs: cross(...).";
  return [{ message, position: group.position }];
}
