// Mapped tasks and groups: those that have an instance for each element of a list which only a run knows.
import { nameOfValue } from "../expression/combine.ts";
import type { Expression } from "../expression/expression.ts";
import { readsOf } from "../expression/reads-of.ts";
import type { JsonValue } from "../json.ts";
import { downstreamOf } from "./reach.ts";
import { groupsAround, type TaskGroupModel } from "./task-group.ts";
import { expressionsOf, type TaskModel } from "./task-model.ts";

/** The id of the task that makes the list for a mapped task or group. */
export function itemsIdOf(nodeId: string): string {
  return `${nodeId}__items`;
}

/** The param by which Airflow gives a mapped task its element. */
export const itemParam = "windsock_item";

/** Airflow's `[core] max_map_length`, where nobody sets it. */
const longestByDefault = 1024;

/** As many elements as a list may have; `AIRFLOW__CORE__MAX_MAP_LENGTH` says it for Airflow, too. */
export function longestList(variables: Readonly<Record<string, string | undefined>>): number {
  const said = Number(variables.AIRFLOW__CORE__MAX_MAP_LENGTH);
  return Number.isInteger(said) && said > 0 ? said : longestByDefault;
}

/**
 * Why nothing can be mapped over a value; undefined when it is a list that is not too long.
 *
 * @param longest as many elements as it may have
 */
export function listProblem(value: JsonValue, longest: number): string | undefined {
  if (!Array.isArray(value)) return `It is to have the list to map over, and has ${nameOfValue(value)}.`;
  if (value.length <= longest) return undefined;
  return (
    `Its list has ${value.length} elements, and no more than ${longest} can be mapped over. Raise ` +
    "AIRFLOW__CORE__MAX_MAP_LENGTH, the setting max_map_length of [core], or let each element stand for several."
  );
}

type Mapped = { readonly groupId?: string | undefined; readonly expandsOver?: Expression | undefined };

/** The mapped group that a task is in, at any depth; undefined where it is in none. */
export function mappedGroupOf(
  { groupId }: Pick<Mapped, "groupId">,
  groups: readonly TaskGroupModel[],
): TaskGroupModel | undefined {
  const around = groupsAround(groupId, groups).map((id) => groups.find((group) => group.groupId === id));
  return around.find((group) => group?.expandsOver !== undefined);
}

/** The list for whose elements a task has instances, by itself or with its group; undefined where it has one alone. */
export function expansionOf(task: Mapped, groups: readonly TaskGroupModel[]): Expression | undefined {
  return task.expandsOver ?? mappedGroupOf(task, groups)?.expandsOver;
}

/**
 * How many instances the tasks after a task have from the start of a run on, because their lists are written out, by their
 * ids: Airflow skips no such instance that is not named.
 */
export function countsAfter(
  taskId: string,
  { tasks, groups }: { readonly tasks: readonly TaskModel[]; readonly groups: readonly TaskGroupModel[] },
): (readonly [taskId: string, count: number])[] {
  const after = downstreamOf(taskId, tasks);
  return tasks.flatMap((task) => {
    const list = after.has(task.taskId) ? expansionOf(task, groups) : undefined;
    return list?.kind === "literal" && Array.isArray(list.value)
      ? [[task.taskId, list.value.length] as const]
      : [];
  });
}

/** Id of the task that makes a list; undefined where it is written out. */
export function itemsTaskOf(list: Expression | undefined): string | undefined {
  return list?.kind === "output" ? list.taskId : undefined;
}

/** Ids of the tasks whose outputs a task needs: those that it reads, and the list that it is mapped over. */
export function producersOf(task: TaskModel, groups: readonly TaskGroupModel[]): string[] {
  const read = readsOf(expressionsOf(task)).outputs.map(({ taskId }) => taskId);
  const list = itemsTaskOf(expansionOf(task, groups));
  return [...new Set([...read, ...(list === undefined ? [] : [list])])];
}
