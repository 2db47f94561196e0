// A task of a DAG: an edge of the graph when it is ordered, a value when it is passed on.
import type { TaskKind } from "../model/dag/task-model.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { DagNode } from "./dag-node.ts";
import type { AnyOperator } from "./operator.ts";
import type { TaskOptions } from "./options.ts";
import type { AnyPythonOperator } from "./python-operator.ts";
import { expressionOf, type Fields, fields, type Reference, refusals } from "./reference.ts";

/** How a task came about; read when the DAG is described. @internal */
export interface TaskDeclaration {
  /** As Airflow knows it: behind the ids of its groups. */
  readonly taskId: string;
  /** Id of the group it is declared in. */
  readonly groupId: string | undefined;
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
  readonly latest_only: object;
  readonly python: {
    readonly operator: AnyPythonOperator;
    readonly args: Readonly<Record<string, Expression>>;
  };
}

/** What a task does when it runs. @internal */
export type TaskWork = { [Kind in TaskKind]: { readonly kind: Kind } & Works[Kind] }[TaskKind];

/** What a task's output decides. @internal */
export type Branch =
  | { readonly kind: "cases"; readonly cases: Readonly<Record<string, readonly DagNode[]>> }
  | { readonly kind: "short_circuit"; readonly ignoreDownstreamTriggerRules: boolean };

/**
 * A task of a DAG. Passing it as another task's input passes its output, and makes the other task come after
 * it; so does passing one field of `output`.
 */
export class Task<Output = unknown> implements Reference<Output>, DagNode {
  declare readonly "~value"?: Output | undefined;
  /** @internal */
  readonly declaration: TaskDeclaration;
  /** @internal */
  readonly work: TaskWork;
  /** @internal */
  readonly upstream = new Set<DagNode>();
  /** What its output decides. @internal */
  branch: Branch | undefined;
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

  /** Behind the ids of the groups it is in: `extract.north`. */
  get taskId(): string {
    return this.declaration.taskId;
  }

  /** @internal */
  get nodeId(): string {
    return this.taskId;
  }

  /** Makes `nodes`, tasks or groups, come after this one. Returns this task. */
  before(...nodes: readonly DagNode[]): this {
    for (const node of nodes) node.upstream.add(this);
    return this;
  }

  /** Makes this task come after `nodes`, tasks or groups. Returns this task. */
  after(...nodes: readonly DagNode[]): this {
    for (const node of nodes) this.upstream.add(node);
    return this;
  }
}
