// Which instances an instance waits for: with mapped tasks and groups, that is known only once they are expanded.

import type { DagModel } from "../../model/dag/dag-model.ts";
import { expansionOf, mappedGroupOf } from "../../model/dag/mapping.ts";
import { awaitedBy } from "../../model/dag/setup-teardown.ts";
import type { TriggerRule } from "../../model/dag/trigger-rule.ts";
import type { Expression } from "../../model/expression/expression.ts";
import { notMapped } from "../../model/run/outputs.ts";
import type { TaskInstance } from "./task-instance.ts";

/** The tasks of a DAG, as far as their instances depend on each other. */
export class TaskGraph {
  readonly #awaited: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #expansions: ReadonlyMap<string, Expression>;
  readonly #mappedGroups: ReadonlyMap<string, string>;

  constructor({ tasks, groups }: Pick<DagModel, "tasks" | "groups">) {
    this.#awaited = awaitedBy(tasks);
    const found = <T>(of: (task: (typeof tasks)[number]) => T | undefined) =>
      new Map(
        tasks.flatMap((task) => {
          const value = of(task);
          return value === undefined ? [] : [[task.taskId, value] as const];
        }),
      );
    this.#expansions = found((task) => expansionOf(task, groups));
    this.#mappedGroups = found((task) => mappedGroupOf(task, groups)?.groupId);
  }

  /** The list for whose elements a task has instances; undefined where it has one alone. */
  expansionOf(taskId: string): Expression | undefined {
    return this.#expansions.get(taskId);
  }

  /** Says of each of a run's instances what it waits for. */
  link(instances: readonly TaskInstance[]): void {
    const byTask = new Map<string, TaskInstance[]>();
    for (const instance of instances) {
      const siblings = byTask.get(instance.task.taskId);
      if (siblings) siblings.push(instance);
      else byTask.set(instance.task.taskId, [instance]);
    }
    for (const instance of instances) {
      const among = (ids: Iterable<string>) =>
        [...ids].flatMap((id) => (byTask.get(id) ?? []).filter((other) => this.#concerns(other, instance)));
      instance.upstream = among(instance.task.upstream);
      instance.awaited = among(this.#awaited.get(instance.task.taskId) ?? []);
    }
  }

  /**
   * Within a mapped group, an instance goes by those of its own index. One that is not expanded yet goes by none of
   * those that are, unless a single one can decide it. (TriggerRuleDep of Airflow 3.3.)
   */
  #concerns(other: TaskInstance, { task, mapIndex, options }: TaskInstance): boolean {
    const group = this.#mappedGroups.get(task.taskId);
    if (group === undefined || this.#mappedGroups.get(other.task.taskId) !== group) return true;
    if (other.mapIndex === notMapped || other.mapIndex === mapIndex) return true;
    return mapIndex === notMapped && decidedByOne.includes(options.triggerRule);
  }
}

/** Trigger rules that need not wait for all that comes before. */
const decidedByOne: readonly TriggerRule[] = [
  "one_success",
  "one_failed",
  "one_done",
  "none_failed_min_one_success",
];
