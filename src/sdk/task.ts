// A task of a DAG: an edge of the graph when it is ordered, a value when it is passed on.

import type { Options } from "../model/dag/option.ts";
import type { TaskRole } from "../model/dag/setup-teardown.ts";
import type { TaskKind } from "../model/dag/task-model.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { MadeDag } from "../model/listener.ts";
import type { DagNode } from "./dag-node.ts";
import type { AnyOperator } from "./operator.ts";
import type { TaskOptions } from "./options.ts";
import type { AnyPythonOperator } from "./python-operator.ts";
import { expressionOf, type Fields, fields, type Reference, refusals } from "./reference.ts";
import type { AnySensor, SensorOptions } from "./sensor.ts";
import type { TriggerWork } from "./trigger-dag-run.ts";
import type { WaitWork } from "./wait-work.ts";

/** How a task came about; read when the DAG is described. @internal */
export interface TaskDeclaration {
  /** As Airflow knows it: behind the ids of its groups. */
  readonly taskId: string;
  /** Id of the group it is declared in. */
  readonly groupId: string | undefined;
  readonly dag: MadeDag;
  readonly options: TaskOptions;
  /** What options tasks of its kind have beside those of all; without it none. */
  readonly kindOptions?: Options;
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
  readonly sensor: {
    readonly sensor: AnySensor;
    readonly input: Expression;
    /** Connection ids by the sensor's names for them. */
    readonly connections: Readonly<Record<string, string>>;
    /** As they were given, with those of all tasks. */
    readonly options: SensorOptions;
  };
  readonly empty: object;
  readonly latest_only: object;
  readonly trigger_dag_run: TriggerWork;
  readonly external_task: WaitWork;
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

/** Whether a task sets up or tears down for others. @internal */
export type Role =
  | Extract<TaskRole, { readonly kind: "setup" }>
  | (Extract<TaskRole, { readonly kind: "teardown" }> & {
      /** What it is said to be around. */
      readonly around: Set<DagNode>;
    });

/** What a teardown is for. */
export interface TeardownOptions {
  /**
   * What it tears down: tasks that become setups, and come before it.
   *
   * @default the setups that are said to come directly before it
   */
  readonly setups?: Task | readonly Task[];
  /** Whether its failure fails the run. @default false */
  readonly onFailureFailDagrun?: boolean;
}

/** A task that tears down what others have set up. Made by `asTeardown` of a task. */
export interface Teardown<Output = unknown> extends Task<Output> {
  /** @internal */
  readonly role: Extract<Role, { readonly kind: "teardown" }>;
}

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
  /** @internal */
  readonly labels = new Map<DagNode, string>();
  /** What its output decides. @internal */
  branch: Branch | undefined;
  /** Whether it sets up or tears down for others. @internal */
  role: Role | undefined;
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

  /**
   * Makes this task a setup: what it set up is needed by what comes after it, and torn down by a teardown. In Airflow,
   * clearing a task clears its setups and their teardowns, too. What directly follows it must have the trigger rule
   * `all_success`.
   *
   * @throws TypeError when it is a teardown
   */
  asSetup(): this {
    if (this.role?.kind === "teardown") throw this.#twoRoles();
    this.role = { kind: "setup" };
    return this;
  }

  /**
   * Makes this task a teardown: it runs when all that comes before it has ended, in whatever way, if one of its setups
   * succeeded. Its own failure does not fail the run, and what comes after a group does not wait for the teardowns that
   * the group ends with. Airflow sets its trigger rule.
   *
   * @returns this task
   * @throws TypeError when it is a setup
   *
   * @example
   * import { Dag, type TaskArgs } from "windsock";
   *
   * const dag = new Dag("on_a_cluster");
   * const create = dag.task("create_cluster", () => ({ clusterId: "c-1" }))();
   * const remove = dag.task("delete_cluster", ({ input, log }: TaskArgs<{ clusterId: string }>) => {
   *   log.info(`deletes ${input.clusterId}`);
   * })({ clusterId: create.output.clusterId });
   * remove.asTeardown({ setups: create }).around(dag.task("query", () => ({ rows: 3 }))());
   */
  asTeardown({ setups = [], onFailureFailDagrun }: TeardownOptions = {}): Teardown<Output> {
    if (this.role?.kind === "setup") throw this.#twoRoles();
    for (const setup of "taskId" in setups ? [setups] : setups) this.after(setup.asSetup());
    this.role = {
      kind: "teardown",
      onFailureFailDagrun: onFailureFailDagrun ?? this.role?.onFailureFailDagrun ?? false,
      around: this.role?.around ?? new Set(),
    };
    return this as unknown as Teardown<Output>;
  }

  /**
   * Puts tasks and groups between this teardown and its setups: what they begin with comes after the setups, and this
   * teardown after what they end with. Another teardown stands for its own setups and all that is around them. The order
   * within them is said as ever; when all of it is said makes no difference.
   *
   * @returns this teardown
   */
  around(this: Teardown<Output>, ...nodes: readonly DagNode[]): Teardown<Output> {
    if (this.role?.kind !== "teardown") {
      throw new TypeError(
        `Task "${this.taskId}" is no teardown, and there is nothing around which it could be. Call asTeardown() first.`,
      );
    }
    for (const node of nodes) this.role.around.add(node);
    return this;
  }

  #twoRoles(): TypeError {
    return new TypeError(
      `Task "${this.taskId}" is said to be a setup and a teardown. A task is one of them; use two tasks.`,
    );
  }
}
