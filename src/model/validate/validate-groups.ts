// Checks the groups of a DAG: their ids, that there are tasks in them, and that they come before or after others.
import type { DagModel } from "../dag/dag-model.ts";
import { groupsAround, labelOf, type TaskGroupModel } from "../dag/task-group.ts";
import type { Problem } from "../problem.ts";

/** Every problem of the groups, each at the place where the group was made. */
export function checkGroups(model: DagModel): Problem[] {
  return model.groups.flatMap((group) =>
    [...checkId(group, model), ...checkTasks(group, model), ...checkEdges(group, model)].map((what) => ({
      message: `Group "${group.groupId}" ${what}`,
      position: group.position,
    })),
  );
}

function checkId(group: TaskGroupModel, { groups }: DagModel): string[] {
  const parent = groups.find(({ groupId }) => groupId === group.parent);
  const label = labelOf(group.groupId, parent);
  // airflow.utils.helpers.validate_group_key; without the prefix, too, since a version later may ask for it.
  if (!/^[\p{L}\p{N}_-]+$/u.test(label)) {
    return ["holds other characters than letters, digits, dashes and underscores. Airflow refuses it."];
  }
  if ([...label].length > 200) return ["is longer than the 200 characters Airflow allows."];
  // Airflow 2 compares the name without its prefix.
  const namesake = groups.find((other) => other !== group && other.groupId === label);
  if (!namesake || label === group.groupId) return [];
  return [
    `is called like the group "${label}", and Airflow 2 takes them for one. Give one of them another id.`,
  ];
}

function checkTasks({ groupId }: TaskGroupModel, { tasks, groups }: DagModel): string[] {
  if (tasks.some((task) => groupsAround(task.groupId, groups).includes(groupId))) return [];
  return [
    "has no tasks, and Airflow forgets what comes before and after it. Declare some in it, or leave it out.",
  ];
}

function checkEdges({ groupId }: TaskGroupModel, { tasks, groups, groupEdges }: DagModel): string[] {
  const isWithin = (id: string) => {
    const scope = tasks.find(({ taskId }) => taskId === id)?.groupId ?? id;
    return groupsAround(scope, groups).includes(groupId);
  };
  const say = (side: "before" | "after", other: string) =>
    other === groupId
      ? `is said to come ${side} itself. Remove that.`
      : `is said to come ${side} "${other}", which is in it. Remove that, or name the tasks that are meant.`;
  return groupEdges.flatMap(({ upstream, downstream }) => {
    if (upstream === groupId && isWithin(downstream)) return [say("before", downstream)];
    if (downstream === groupId && isWithin(upstream)) return [say("after", upstream)];
    return [];
  });
}
