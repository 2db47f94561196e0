// A task of a DAG: an edge of the graph when it is ordered, a value when it is passed on.
import type { Expression } from "../model/expression/expression.ts";
import type { AnyOperator } from "./operator.ts";
import type { TaskOptions } from "./options.ts";
import { expressionOf, type Fields, fields, type Reference } from "./reference.ts";

/** How a task came about; read when the DAG is described. @internal */
export interface TaskDeclaration {
  readonly taskId: string;
  /** Undefined for an empty task. */
  readonly operator: AnyOperator | undefined;
  readonly options: TaskOptions;
  /** Stack of the declaration, for its position in the source. */
  readonly stack: string;
}

/** How a task is fed; set when its factory is called. @internal */
export interface TaskWiring {
  readonly input: Expression;
  readonly connections: Readonly<Record<string, string>>;
}

/**
 * A task of a DAG. Passing it as another task's input passes its output, and makes the other task come after
 * it; so does passing one field of `output`.
 */
export class Task<Output = unknown> implements Reference<Output> {
  declare readonly "~value"?: Output | undefined;
  /** @internal */
  readonly declaration: TaskDeclaration;
  /** @internal */
  readonly wiring: TaskWiring;
  /** @internal */
  readonly upstream = new Set<Task>();
  /** What the task returns, known only in a run; its fields can be referred to one by one. */
  readonly output: Fields<Output>;

  /** @internal */
  constructor(declaration: TaskDeclaration, wiring: TaskWiring) {
    this.declaration = declaration;
    this.wiring = wiring;
    this.output = fields((path) => ({ kind: "output", taskId: declaration.taskId, path }));
  }

  /** @internal */
  get [expressionOf](): Expression {
    return { kind: "output", taskId: this.taskId, path: [] };
  }

  get taskId(): string {
    return this.declaration.taskId;
  }

  /** Makes `tasks` come after this one. Returns this task. */
  before(...tasks: readonly Task[]): this {
    for (const task of tasks) task.upstream.add(this);
    return this;
  }

  /** Makes this task come after `tasks`. Returns this task. */
  after(...tasks: readonly Task[]): this {
    for (const task of tasks) this.upstream.add(task);
    return this;
  }
}

/**
 * Makes each task come after the one before it. A list stands for tasks side by side; two lists in a row are
 * joined one to one, as in Airflow's `chain`.
 *
 * @throws RangeError when two neighbouring lists differ in length
 */
export function chain(...links: readonly (Task | readonly Task[])[]): void {
  links.forEach((link, index) => {
    const next = links[index + 1];
    if (next === undefined) return;
    if (isList(link) && isList(next)) {
      if (link.length !== next.length) {
        throw new RangeError(
          `chain joins neighbouring lists one to one, and these have ${link.length} and ${next.length} tasks. ` +
            "Make them equally long, or put one task between them.",
        );
      }
      link.forEach((task, position) => {
        const follower = next[position];
        if (follower) task.before(follower);
      });
    } else {
      for (const task of isList(link) ? link : [link]) task.before(...(isList(next) ? next : [next]));
    }
  });
}

function isList(link: Task | readonly Task[]): link is readonly Task[] {
  return Array.isArray(link);
}
