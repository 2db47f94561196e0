// A group of tasks that has an instance for each element of a list which only a run knows.
import type { DagNode } from "./dag-node.ts";
import type { InstanceName } from "./items.ts";
import { type Gathered, outputsOf } from "./mapped-task.ts";
import type { Fields } from "./reference.ts";
import { Task } from "./task.ts";

/** What the function returns that declares the tasks of a mapped group: those whose outputs are the group's. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function without a return statement has type void
export type GroupResult = Task | { readonly [name: string]: Task } | void;

/** The lists of what the tasks of a mapped group returned, each in the order of the elements. */
export type GroupOutput<Result extends GroupResult> =
  Result extends Task<infer Output>
    ? Fields<Gathered<Output>>
    : Result extends { readonly [name: string]: Task }
      ? { readonly [Name in keyof Result]: Fields<Gathered<TaskOutput<Result[Name]>>> }
      : undefined;

type TaskOutput<T> = T extends Task<infer Output> ? Output : never;

/** A mapped group. What comes before or after it comes before or after all of its instances. Made by `expand`. */
export interface MappedTaskGroup<Result extends GroupResult, Item = unknown> extends DagNode {
  /** Behind the ids of the groups it is in. */
  readonly groupId: string;
  /** What the instances of its tasks return, in the order of the elements: of the task, or by the names of several. */
  readonly output: GroupOutput<Result>;
  /**
   * Names the instances in the UI of Airflow and in local runs, once they have run: the `map_index_template` of each of
   * its tasks. Without it they are numbered.
   *
   * @returns this group
   */
  mapIndexTemplate(name: InstanceName<Item>): this;
}

/** @internal */
export function outputOf<Result extends GroupResult>(result: Result): GroupOutput<Result> {
  if (result === undefined) return undefined as GroupOutput<Result>;
  if (result instanceof Task) return outputsOf(result.taskId) as unknown as GroupOutput<Result>;
  const outputs = Object.entries<Task>(result).map(([name, { taskId }]) => [name, outputsOf(taskId)]);
  return Object.fromEntries(outputs) as GroupOutput<Result>;
}
