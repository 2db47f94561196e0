// What declares tasks, and keeps what is declared.
import type { Options } from "../model/dag/option.ts";
import { listener, type MadeDag } from "../model/listener.ts";
import type { DeclaringGroup } from "./declaring-group.ts";
import type { TaskOptions } from "./options.ts";
import type { TaskDeclaration, TaskNode } from "./task-node.ts";

/** What is declared in a DAG, in its groups as well. @internal */
export interface Declarations<Group> {
  readonly declarations: TaskDeclaration[];
  readonly tasks: TaskNode[];
  readonly groups: Group[];
}

export abstract class DeclaringScope<Group extends DeclaringGroup> {
  /** @internal */
  readonly contents: Declarations<Group>;
  /** The group that tasks are declared in; null for the DAG itself. @internal */
  abstract readonly group: Group | null;
  /** The DAG that all of it is declared in. @internal */
  abstract readonly dag: MadeDag;

  /** @internal */
  constructor(contents: Declarations<Group>) {
    this.contents = contents;
  }

  /** @internal */
  protected declare(id: string, options: TaskOptions, stack: string, kindOptions?: Options): TaskDeclaration {
    const { group } = this;
    const declaration = {
      taskId: group?.childId(id) ?? id,
      group,
      dag: this.dag,
      options,
      ...(kindOptions && { kindOptions }),
      stack,
    };
    this.contents.declarations.push(declaration);
    listener()?.declared(this.dag, declaration);
    return declaration;
  }

  /** @internal */
  protected add<Task extends TaskNode>(task: Task): Task {
    this.contents.tasks.push(task);
    return task;
  }
}
