// Writes a DAG's tasks, each within the groups it is in: `with TaskGroup(group_id="extract") as extract:`.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { labelOf, type TaskGroupModel, taskGroupOptions } from "../../model/dag/task-group.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import { emitDependencies } from "./emit-dependencies.ts";
import { mappedGroup } from "./emit-mapping.ts";
import { emitOptions } from "./emit-options.ts";
import { emitTask } from "./emit-task.ts";
import { call, layOut } from "./python-layout.ts";
import { literal } from "./python-values.ts";

/**
 * The statements that make the tasks, in their order; a group stands where its first task does.
 *
 * @param names the Python name of each task and group
 * @param classes the Python name of each Python operator
 */
export function emitNodes(
  model: DagModel,
  names: ReadonlyMap<string, string>,
  classes: ReadonlyMap<string, string>,
): string[] {
  return new Nodes(model, names, classes).within(undefined, 4);
}

class Nodes {
  readonly #model: DagModel;
  readonly #names: ReadonlyMap<string, string>;
  readonly #classes: ReadonlyMap<string, string>;
  /** The names of the tasks that have been written. */
  readonly #made = new Map<string, string>();

  constructor(model: DagModel, names: ReadonlyMap<string, string>, classes: ReadonlyMap<string, string>) {
    this.#model = model;
    this.#names = names;
    this.#classes = classes;
  }

  /** @param parent the group; undefined for the DAG itself */
  within(parent: TaskGroupModel | undefined, indent: number): string[] {
    const { tasks } = this.#model;
    const entered = new Set<TaskGroupModel>();
    return tasks.flatMap((task) => {
      if (task.groupId === parent?.groupId) return [this.#task(task, parent, indent)];
      const group = this.#childWith(task, parent);
      if (!group || entered.has(group)) return [];
      entered.add(group);
      return [this.#group(group, parent, indent)];
    });
  }

  /** The group directly in `parent` that holds the task, at any depth. */
  #childWith(task: TaskModel, parent: TaskGroupModel | undefined): TaskGroupModel | undefined {
    const { groups } = this.#model;
    const find = (id: string | undefined) => groups.find(({ groupId }) => groupId === id);
    let group = find(task.groupId);
    while (group && group.parent !== parent?.groupId) group = find(group.parent);
    return group;
  }

  #task(task: TaskModel, parent: TaskGroupModel | undefined, indent: number): string {
    const { dagId, timezone } = this.#model;
    const label = labelOf(task.taskId, parent);
    const name = this.#name(task.taskId);
    const around = { model: this.#model, made: this.#made };
    const written = emitTask({ dagId, timezone, name, label, indent, around, classes: this.#classes }, task);
    this.#made.set(task.taskId, name);
    return written;
  }

  #group(group: TaskGroupModel, parent: TaskGroupModel | undefined, indent: number): string {
    const keywords = [
      ["group_id", literal(labelOf(group.groupId, parent))] as const,
      ...emitOptions(taskGroupOptions, group, this.#model.timezone),
    ];
    const margin = " ".repeat(indent);
    const name = this.#name(group.groupId);
    const { expandsOver } = group;
    const written =
      expandsOver === undefined
        ? call("TaskGroup", keywords)
        : mappedGroup(keywords, expandsOver, this.#made);
    const made = layOut(written, indent, indent + 5, name.length + 5);
    const nodes = this.within(group, indent + 4);
    const order =
      expandsOver === undefined ? [] : emitDependencies(this.#model, this.#names, group.groupId, indent + 4);
    const statements = order.length === 0 ? nodes : [...nodes, order.join("")];
    return `${margin}with ${made} as ${name}:\n${statements.join("\n")}`;
  }

  #name(id: string): string {
    return this.#names.get(id) ?? id;
  }
}
