// A task of a DAG: an edge of the graph when it is ordered, a value when it is passed on.
import type { TaskKind } from "../model/dag/task-model.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { AnyOperator } from "./operator.ts";
import type { TaskOptions } from "./options.ts";
import { expressionOf, type Fields, fields, type Reference, refusals } from "./reference.ts";

/** How a task came about; read when the DAG is described. @internal */
export interface TaskDeclaration {
  readonly taskId: string;
  readonly options: TaskOptions;
  /** Stack of the declaration, for its position in the source. */
  readonly stack: string;
}

/** What a task of each kind is made of. */
interface Works {
  readonly node: {
    readonly operator: AnyOperator;
    readonly input: Expression;
    /** Connection ids by the operator's names for them. */
    readonly connections: Readonly<Record<string, string>>;
  };
  readonly empty: object;
}

/** What a task does when it runs. @internal */
export type TaskWork = { [Kind in TaskKind]: { readonly kind: Kind } & Works[Kind] }[TaskKind];

/**
 * A task of a DAG. Passing it as another task's input passes its output, and makes the other task come after
 * it; so does passing one field of `output`.
 */
export class Task<Output = unknown> implements Reference<Output> {
  declare readonly "~value"?: Output | undefined;
  /** @internal */
  readonly declaration: TaskDeclaration;
  /** @internal */
  readonly work: TaskWork;
  /** @internal */
  readonly upstream = new Set<Task>();
  /** What the task returns, known only in a run; its fields can be referred to one by one. */
  readonly output: Fields<Output>;

  /** @internal */
  constructor(declaration: TaskDeclaration, work: TaskWork) {
    this.declaration = declaration;
    this.work = work;
    this.output = fields((path) => ({ kind: "output", taskId: declaration.taskId, path }));
  }

  /** @internal */
  get [expressionOf](): Expression {
    return { kind: "output", taskId: this.taskId, path: [] };
  }

  /** @internal */
  [Symbol.toPrimitive](): never {
    return refusals[Symbol.toPrimitive]();
  }

  /** Its id in the DAG. */
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
