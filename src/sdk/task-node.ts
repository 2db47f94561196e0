// What all tasks of a DAG have in common, mapped or not: what they run, and their place in the graph.
import type { Options } from "../model/dag/option.ts";
import type { TaskRole } from "../model/dag/setup-teardown.ts";
import type { TaskKind } from "../model/dag/task-model.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { MadeDag } from "../model/listener.ts";
import type { DagNode } from "./dag-node.ts";
import type { DeclaringGroup } from "./declaring-group.ts";
import type { AnyOperator } from "./operator.ts";
import type { TaskOptions } from "./options.ts";
import type { AnyPythonOperator } from "./python-operator.ts";
import type { HitlWork } from "./question.ts";
import { refusals } from "./reference.ts";
import type { AnySensor, SensorOptions } from "./sensor.ts";
import type { TriggerWork } from "./trigger-dag-run.ts";
import type { WaitWork } from "./wait-work.ts";

/** How a task came about; read when the DAG is described. @internal */
export interface TaskDeclaration {
  /** As Airflow knows it: behind the ids of its groups. */
  readonly taskId: string;
  /** The group it is declared in; null for the DAG itself. */
  readonly group: DeclaringGroup | null;
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
  readonly items: { readonly items: Expression };
  readonly empty: object;
  readonly latest_only: object;
  readonly trigger_dag_run: TriggerWork;
  readonly external_task: WaitWork;
  readonly hitl: HitlWork;
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

/** Any task. @internal */
export abstract class TaskNode implements DagNode {
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
  /** The list it is mapped over by itself. @internal */
  readonly expandsOver: Expression | undefined = undefined;

  /** @internal */
  constructor(declaration: TaskDeclaration, work: TaskWork) {
    this.declaration = declaration;
    this.work = work;
  }

  /** @internal */
  [Symbol.toPrimitive](): never {
    return refusals[Symbol.toPrimitive]();
  }

  /** What its instances are called, those of its mapped group. @internal */
  get instanceName(): Expression | undefined {
    return this.declaration.group?.mappedGroup?.instanceName;
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
