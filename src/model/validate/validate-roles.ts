// Checks setups and teardowns as Airflow does when it reads a DAG, and what it would pass over.
import type { DagModel } from "../dag/dag-model.ts";
import { isTeardown, setupsOf } from "../dag/setup-teardown.ts";
import { leavesOf, tasksOf, triggerRuleOf } from "../dag/task-group.ts";
import type { TaskModel } from "../dag/task-model.ts";
import type { Problem } from "../problem.ts";

/** Every problem of setups and teardowns, each at the task or group that it is about. */
export function checkRoles(model: DagModel): Problem[] {
  if (!model.tasks.some(({ role }) => role)) return [];
  return [
    ...model.tasks.flatMap((task) => [
      ...checkFollower(task, model),
      ...checkTeardown(task, model),
      ...checkBranch(task, model),
    ]),
    ...checkGroups(model),
  ];
}

function problem({ taskId, position, options }: TaskModel, what: string): Problem {
  const part = options.triggerRule && ({ of: "options", path: ["triggerRule"] } as const);
  return { message: `Task "${taskId}" ${what}`, position, ...(part && { part }) };
}

/** DAG.validate_setup_teardown of Airflow. */
function checkFollower(task: TaskModel, model: DagModel): Problem[] {
  const rule = triggerRuleOf(task, model);
  const [setup] = setupsOf(task, model.tasks);
  if (setup === undefined || rule === "all_success" || isTeardown(task)) return [];
  const what =
    `directly follows setup "${setup}" with triggerRule "${rule}", and Airflow takes only "all_success" there. ` +
    "Leave the rule out, or put a task between them.";
  return [problem(task, what)];
}

function checkTeardown(task: TaskModel, { tasks }: DagModel): Problem[] {
  if (!isTeardown(task)) return [];
  const problems: Problem[] = [];
  if (task.options.triggerRule !== undefined) {
    problems.push(problem(task, "is a teardown, whose trigger rule Airflow sets. Leave triggerRule out."));
  }
  if (setupsOf(task, tasks).length === 0) {
    const what =
      "is a teardown of nothing. Say which tasks set up what it tears down: asTeardown({ setups: ... }); or let it be " +
      'a task that runs in any case: triggerRule "all_done".';
    problems.push({ message: `Task "${task.taskId}" ${what}`, position: task.position });
  }
  return problems;
}

function checkBranch(task: TaskModel, { tasks }: DagModel): Problem[] {
  if ((task.kind !== "node" && task.kind !== "hitl") || task.branch?.kind !== "cases") return [];
  const decided = new Set(Object.values(task.branch.cases).flat());
  return tasks
    .filter((other) => isTeardown(other) && decided.has(other.taskId))
    .map(({ taskId }) => ({
      message: `Task "${task.taskId}" decides about "${taskId}", a teardown, and nothing skips those but its setups. Name its setups instead.`,
      position: task.position,
    }));
}

/** Airflow looks elsewhere for the last tasks of a group that ends with teardowns alone. */
function checkGroups({ tasks, groups, groupEdges }: DagModel): Problem[] {
  return groups
    .filter(({ groupId }) => groupEdges.some(({ upstream }) => upstream === groupId))
    .filter(({ groupId }) => leavesOf(groupId, tasks, groups).length === 0)
    .filter(({ groupId }) => tasksOf(groupId, tasks, groups).some(isTeardown))
    .map(({ groupId, position }) => ({
      message: `Group "${groupId}" holds only setups and teardowns, and what comes after it would come after none of them. Name the tasks that are meant.`,
      position,
    }));
}
