// Which instances an instance waits for: with mapped tasks and groups, that is known only once they are expanded.

import type { DagModel } from "../../model/dag/dag-model.ts";
import { expansionOf, itemsTaskOf, mappedGroupOf } from "../../model/dag/mapping.ts";
import { awaitedBy } from "../../model/dag/setup-teardown.ts";
import type { TriggerRule } from "../../model/dag/trigger-rule.ts";
import type { Expression } from "../../model/expression/expression.ts";
import { notMapped } from "../../model/run/outputs.ts";
import { AwaitedInstances } from "./awaited-instances.ts";
import { type Awaited, isExpanded, nobody, type TaskInstance } from "./task-instance.ts";
import type { Counts } from "./trigger-rule.ts";

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

  /**
   * Says of each of a run's instances what it waits for.
   *
   * @returns how the instances of a task have ended that have, from now on; undefined where it has none
   */
  link(instances: readonly TaskInstance[]): (taskId: string) => Counts | undefined {
    const linked = new Linked(instances);
    for (const instance of instances) {
      const among = (ids: Iterable<string>) => [...ids].flatMap((id) => this.#among(linked, id, instance));
      const { taskId, upstream } = instance.task;
      instance.upstream = among(upstream);
      instance.awaited = among(this.#awaited.get(taskId) ?? []);
      // It does not expand before its list is made.
      const list = isExpanded(instance) ? [] : linked.all(itemsTaskOf(this.expansionOf(taskId)) ?? "");
      const awaited = new Set([...instance.upstream, ...instance.awaited, ...list]);
      for (const each of awaited) each.dependents.push(instance);
    }
    return (taskId) => linked.all(taskId)[0]?.counts;
  }

  /**
   * Within a mapped group, an instance goes by those of its own index. One that is not expanded yet goes by none of
   * those that are, unless a single one can decide it. (TriggerRuleDep of Airflow 3.3.)
   */
  #among(linked: Linked, id: string, { task, mapIndex, options }: TaskInstance): readonly Awaited[] {
    const group = this.#mappedGroups.get(task.taskId);
    const isWithin = group !== undefined && this.#mappedGroups.get(id) === group;
    if (!isWithin || !linked.isExpanded(id)) return linked.all(id);
    if (mapIndex !== notMapped) return linked.one(id, mapIndex);
    return decidedByOne.includes(options.triggerRule) ? linked.all(id) : [];
  }
}

/** What instances of a run may wait for; made anew whenever one of them is expanded. */
class Linked {
  readonly #instances = new Map<string, TaskInstance[]>();
  readonly #all = new Map<string, readonly [AwaitedInstances]>();
  readonly #ones = new Map<TaskInstance, readonly [AwaitedInstances]>();

  constructor(instances: readonly TaskInstance[]) {
    for (const instance of instances) {
      const { taskId } = instance.task;
      const siblings = this.#instances.get(taskId);
      if (siblings) siblings.push(instance);
      else this.#instances.set(taskId, [instance]);
    }
    for (const [taskId, siblings] of this.#instances) {
      const all = [new AwaitedInstances(siblings)] as const;
      this.#all.set(taskId, all);
      for (const instance of siblings) instance.countsIn = all;
    }
  }

  isExpanded(taskId: string): boolean {
    const [first] = this.#instances.get(taskId) ?? [];
    return first !== undefined && isExpanded(first);
  }

  /** All instances of a task; nothing where it does not run. */
  all(taskId: string): readonly Awaited[] {
    return this.#all.get(taskId) ?? nobody;
  }

  /** One instance of an expanded task. */
  one(taskId: string, mapIndex: number): readonly Awaited[] {
    const instance = this.#instances.get(taskId)?.[mapIndex];
    if (instance === undefined) return [];
    const known = this.#ones.get(instance);
    if (known) return known;
    const one = [new AwaitedInstances([instance])] as const;
    this.#ones.set(instance, one);
    instance.countsIn = [...instance.countsIn, ...one];
    return one;
  }
}

/** Trigger rules that need not wait for all that comes before. */
const decidedByOne: readonly TriggerRule[] = [
  "one_success",
  "one_failed",
  "one_done",
  "none_failed_min_one_success",
];
