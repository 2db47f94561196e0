// A task of a DAG: an edge of the graph when it is ordered, a value when it is passed on.
import { outputPath } from "../model/dag/hitl.ts";
import type { Expression, ExpressionOf } from "../model/expression/expression.ts";
import type { DagNode } from "./dag-node.ts";
import { expressionOf, type Fields, fields, type Reference, reference } from "./reference.ts";
import { type Role, type TaskDeclaration, TaskNode, type TaskWork } from "./task-node.ts";

/** Where in what it returns its output is: all of it, but of a task that asks people. */
function outputPathOf(work: TaskWork): readonly (string | number)[] {
  return work.kind === "hitl" ? outputPath(work.asks, work.options.multiple ?? false) : [];
}

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
export class Task<Output = unknown> extends TaskNode implements Reference<Output> {
  declare readonly "~value"?: Output | undefined;
  /** What the task returns, known only in a run; its fields can be referred to one by one. */
  readonly output: Fields<Output>;

  /** @internal */
  constructor(declaration: TaskDeclaration, work: TaskWork) {
    super(declaration, work);
    this.output = fields((path) => this.#outputAt(path));
  }

  /** @internal */
  get [expressionOf](): Expression {
    return this.#outputAt([]);
  }

  /**
   * What the task has pushed under a key of its own, or null: with `multipleOutputs` a field of what it returns; of a Python
   * operator, whatever that pushes.
   *
   * @example
   * import { Dag } from "windsock";
   *
   * const dag = new Dag("counts");
   * const counted = dag.task("count", () => ({ rows: 3, cities: ["Graz"] }), { multipleOutputs: true })();
   * dag.task("report", { rows: counted.xcom("rows") }, ({ input, log }) => log.info(`${input.rows} rows`));
   */
  xcom<Key extends keyof Output & string>(key: Key): Reference<Output[Key] | null>;
  /** The same of a key that the type of the output does not have. The type of its value is taken on trust. */
  xcom<T>(key: string): Reference<T | null>;
  xcom(key: string): Reference<unknown> {
    return reference({ ...(this.#outputAt([]) as ExpressionOf<"output">), path: [], key });
  }

  /** In a mapped group, it is that of its own instance: no other task can refer to it. */
  #outputAt(path: readonly (string | number)[]): Expression {
    const { taskId, declaration } = this;
    const isMapped = declaration.group?.mappedGroup !== undefined;
    return {
      kind: "output",
      taskId,
      path: [...outputPathOf(this.work), ...path],
      ...(isMapped && { sameInstance: true }),
    };
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
