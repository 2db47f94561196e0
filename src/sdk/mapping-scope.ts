// What makes tasks of what they run, mapped ones as well.
import { itemsIdOf } from "../model/dag/mapping.ts";
import type { Expression } from "../model/expression/expression.ts";
import { constantOf, isConstant } from "../model/expression/is-constant.ts";
import type { DeclaringGroup } from "./declaring-group.ts";
import { DeclaringScope } from "./declaring-scope.ts";
import { itemOf, MappedTask } from "./mapped-task.ts";
import { toExpression } from "./reference.ts";
import { Task } from "./task.ts";
import { type Connections, unmade } from "./task-factory.ts";
import type { Hooks } from "./task-handler.ts";
import type { TaskDeclaration, TaskWork } from "./task-node.ts";

/** What a task does, given what it runs on. */
type Work = (input: object, connections: Connections<Hooks>) => TaskWork;

/** A list that something is mapped over. */
interface MappedList {
  readonly list: Expression;
  /** What makes it; nothing where it is written out. */
  readonly after: readonly Task[];
}

export abstract class MappingScope<Group extends DeclaringGroup> extends DeclaringScope<Group> {
  /**
   * The list that a task or group of this scope is mapped over.
   *
   * @internal
   */
  listFor(id: string, given: unknown, stack: string): MappedList {
    const items = toExpression(given, "the list");
    if (isConstant(items)) return { list: { kind: "literal", value: constantOf(items) }, after: [] };
    const task = new Task(this.declare(itemsIdOf(id), {}, stack), { kind: "items", items });
    this.add(task);
    return { list: { kind: "output", taskId: task.taskId, path: [] }, after: [task] };
  }

  /**
   * What makes a declared task, once it is given what it runs on; by its `expand` a mapped one.
   *
   * @internal
   */
  protected factory(method: "task" | "sensor", id: string, declaration: TaskDeclaration, work: Work) {
    const make = (input: object = {}, connections: Connections<Hooks> = {}) =>
      this.add(new Task(declaration, work(input, connections)));
    const expand = (
      given: unknown,
      wire: (item: unknown) => object,
      connections: Connections<Hooks> = {},
    ) => {
      const { list, after } = this.listFor(id, given, declaration.stack);
      const mapped = new MappedTask(declaration, work(wire(itemOf("task", list)), connections), list);
      return this.add(mapped.after(...after));
    };
    return unmade(method, id, Object.assign(make, { expand }));
  }
}
