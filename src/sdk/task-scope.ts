// Where tasks are declared: a DAG, or a group of its tasks.
import type * as z from "zod";
import type { Expression } from "../model/expression/expression.ts";
import type { IfJson } from "../model/json.ts";
import type { MadeDag } from "../model/listener.ts";
import type { DagNode } from "./dag-node.ts";
import type { MappedGroup } from "./declaring-group.ts";
import type { Declarations } from "./declaring-scope.ts";
import type { GivenList, InstanceName, ItemOf } from "./items.ts";
import { itemOf, type MappedTask } from "./mapped-task.ts";
import { type GroupResult, type MappedTaskGroup, outputOf } from "./mapped-task-group.ts";
import type { AnyOperator, Operator } from "./operator.ts";
import type { TaskGroupOptions, TaskOptions } from "./options.ts";
import {
  isPythonOperator,
  type PythonArguments,
  type PythonOperator,
  toArguments,
} from "./python-operator.ts";
import { type Fields, type Read, toExpression } from "./reference.ts";
import { SensorScope } from "./sensor-scope.ts";
import { stackOf } from "./stack-of.ts";
import { Task } from "./task.ts";
import {
  connectionIdsOf,
  type GivenInput,
  type NoHooks,
  type Returned,
  type TaskFactory,
} from "./task-factory.ts";
import type { Hooks, TaskArgs } from "./task-handler.ts";
import type { TaskWork } from "./task-node.ts";

type Schema = z.core.$ZodType;

/** Makes the task, given the arguments of a Python operator. */
interface PythonTaskFactory<Args, Output> {
  (
    ...args: Record<never, never> extends Args
      ? [args?: PythonArguments<Args>]
      : [args: PythonArguments<Args>]
  ): Task<Output>;
  /**
   * Makes a mapped task, which has an instance for each element of a list that only a run knows: Airflow's `expand`.
   *
   * @param list another task's output or a field of it, a param, a Variable, a list; or several by `zip`, `concat`, `cross`
   * @param wire the arguments of an instance, given its element; Airflow must render those that have to do with it
   */
  expand<Given>(
    list: Given & GivenList<Given>,
    wire: (item: Fields<ItemOf<NoInfer<Given>>>) => PythonArguments<Args>,
  ): MappedTask<Output, ItemOf<Given>>;
}

/** What is declared in a DAG, in its groups as well. @internal */
export type DagContents = Declarations<TaskGroup>;

/** What a DAG and a group have in common: tasks and groups are declared in them. */
export abstract class TaskScope extends SensorScope<TaskGroup> {
  /**
   * Declares a task that runs an operator. Call what it returns with the task's input (values, run-time
   * expressions, other tasks' outputs) and connections.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   */
  task<Input extends Schema, Output extends Schema, H extends Hooks>(
    taskId: string,
    operator: Operator<Input, Output, H>,
    options?: TaskOptions<NoInfer<Returned<z.output<Output>>>>,
  ): TaskFactory<z.input<Input>, Returned<z.output<Output>>, H>;
  /**
   * Declares a task that is a Python operator. Call what it returns with the operator's arguments.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   */
  task<Args, Output>(
    taskId: string,
    operator: PythonOperator<Args, Output>,
    options?: TaskOptions<NoInfer<Output>>,
  ): PythonTaskFactory<Args, Output>;
  /**
   * Declares a task that runs a function. Its input and output are typed, not checked at run time.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   */
  task<Value, Input = Record<never, never>>(
    taskId: string,
    handler: (args: TaskArgs<Input>) => Value,
    options?: TaskOptions<NoInfer<Returned<Value>>>,
  ): IfJson<Input, "input", IfJson<Returned<Value>, "output", TaskFactory<Input, Returned<Value>, NoHooks>>>;
  /**
   * Adds a task that runs a function, whose input has the types of what it is given here: values, run-time
   * expressions, other tasks' outputs.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   */
  task<Given extends object, Value>(
    taskId: string,
    input: Given & GivenInput<Given>,
    handler: (args: TaskArgs<Read<NoInfer<Given>>>) => Value,
    options?: TaskOptions<NoInfer<Returned<Value>>>,
  ): IfJson<Returned<Value>, "output", Task<Returned<Value>>>;
  task(taskId: string, ...rest: readonly unknown[]): unknown {
    const [given, handler, options] = rest;
    return typeof handler === "function"
      ? this.#declareTask(taskId, handler as AnyOperator["run"], options as TaskOptions)(given as object)
      : this.#declareTask(taskId, given as AnyOperator, handler as TaskOptions);
  }

  #declareTask(taskId: string, code: AnyOperator | AnyOperator["run"], options: TaskOptions = {}) {
    const operator = typeof code === "function" ? { name: "@task", run: code } : code;
    if (typeof operator?.run !== "function") {
      throw new TypeError(
        `Task ${JSON.stringify(taskId)} has no code: it is given ${operator === null ? "null" : typeof operator}. ` +
          "Give it an operator, made by defineOperator, or a function. It is undefined when modules import each other in a circle.",
      );
    }
    const declaration = this.declare(taskId, options, stackOf(this.task));
    return this.factory("task", taskId, declaration, (input, connections): TaskWork => {
      if (isPythonOperator(operator)) return { kind: "python", operator, args: toArguments(input) };
      return {
        kind: "node",
        operator,
        input: toExpression(input),
        connections: connectionIdsOf(connections),
      };
    });
  }

  /** Adds a task that does nothing: a landmark, or a place where branches meet. Airflow's EmptyOperator. */
  empty(taskId: string, options: TaskOptions<null> = {}): Task<null> {
    const declaration = this.declare(taskId, options, stackOf(this.empty));
    return this.add(new Task<null>(declaration, { kind: "empty" }));
  }

  /**
   * Adds a task after which tasks run only in the latest run of a schedule, and in runs that somebody started:
   * Airflow's LatestOnlyOperator. It skips what comes directly after it.
   */
  latestOnly(taskId: string, options: TaskOptions<null> = {}): Task<null> {
    const declaration = this.declare(taskId, options, stackOf(this.latestOnly));
    return this.add(new Task<null>(declaration, { kind: "latest_only" }));
  }

  /**
   * Makes a group: a box around tasks in Airflow's graph. Declare its tasks and groups with its own `task`, `empty`
   * and `taskGroup`; their ids are prefixed with the group's. What comes before or after the group comes before or
   * after all of it. Its `expand` makes it a mapped group.
   *
   * @param groupId letters, digits, dashes and underscores; unique among the ids of groups and tasks
   *
   * @example
   * import { Dag } from "windsock";
   *
   * const dag = new Dag("regions");
   * const extract = dag.taskGroup("extract", { tooltip: "One task for each region" });
   * extract.task("north", () => ({ rows: 3 }))();
   * extract.task("south", () => ({ rows: 4 }))();
   * extract.before(dag.empty("done"));
   */
  taskGroup(groupId: string, options: TaskGroupOptions = {}): TaskGroup {
    return new TaskGroup(groupId, this, options, stackOf(this.taskGroup));
  }
}

/** Tasks that belong together, in one box of Airflow's graph. Made by `taskGroup` of a DAG or of another group. */
export class TaskGroup extends TaskScope implements DagNode {
  /** Behind the ids of the groups it is in: `load.daily`. */
  readonly groupId: string;
  /** @internal */
  readonly dag: MadeDag;
  /** @internal */
  readonly parent: TaskGroup | null;
  /** @internal */
  readonly options: TaskGroupOptions;
  /** @internal */
  readonly upstream = new Set<DagNode>();
  /** @internal */
  readonly labels = new Map<DagNode, string>();
  /** @internal */
  readonly stack: string;
  /** @internal */
  expandsOver: Expression | undefined;
  /** @internal */
  instanceName: Expression | undefined;
  readonly #id: string;
  readonly #scope: TaskScope;

  /** @internal */
  constructor(id: string, scope: TaskScope, options: TaskGroupOptions, stack: string) {
    super(scope.contents);
    this.#id = id;
    this.#scope = scope;
    this.groupId = scope.group?.childId(id) ?? id;
    this.dag = scope.dag;
    this.parent = scope.group;
    this.options = options;
    this.stack = stack;
    this.contents.groups.push(this);
  }

  /** @internal */
  get group(): TaskGroup {
    return this;
  }

  /** @internal */
  get nodeId(): string {
    return this.groupId;
  }

  /** @internal */
  get mappedGroup(): MappedGroup | undefined {
    return this.expandsOver === undefined ? this.parent?.mappedGroup : this;
  }

  /**
   * Makes this a mapped group, which has an instance for each element of a list that only a run knows: Airflow's `expand`
   * of a task group. A task of an instance gets the outputs of the others of its instance, and goes on when they have
   * ended, whatever the other instances do.
   *
   * @param list another task's output or a field of it, a param, a Variable, a list; or several by `zip`, `concat`, `cross`
   * @param declare declares the tasks of an instance, given its element; returns the task whose outputs are those of the
   *   group, or several by name, or nothing
   * @throws TypeError when it is mapped already
   *
   * @example
   * import { Dag, type TaskArgs } from "windsock";
   *
   * const dag = new Dag("cities");
   * const listed = dag.task("list", () => ["Linz", "Wels"])();
   * const cities = dag.taskGroup("city").expand(listed, (city, item) => {
   *   const cleaned = city.task("clean", ({ input }: TaskArgs<{ name: string }>) => ({ rows: input.name.length }))({
   *     name: item,
   *   });
   *   return city.task("count", ({ input }: TaskArgs<{ rows: number }>) => input.rows)({ rows: cleaned.output.rows });
   * });
   * dag.task("sum", { counts: cities.output }, ({ input }) => input.counts.reduce((a, b) => a + b, 0));
   */
  expand<Given, const Result extends GroupResult>(
    list: Given & GivenList<Given>,
    declare: (group: this, item: Fields<ItemOf<NoInfer<Given>>>) => Result,
  ): MappedTaskGroup<Result, ItemOf<Given>> {
    if (this.expandsOver !== undefined) {
      throw new TypeError(
        `Group "${this.groupId}" is mapped already. Map another group over the other list.`,
      );
    }
    if (this.contents.declarations.some(({ group }) => group === this)) {
      throw new TypeError(
        `Group "${this.groupId}" has tasks that are declared before it is mapped. Declare them in the function that expand is given.`,
      );
    }
    const items = this.#scope.listFor(this.#id, list, this.stack);
    this.expandsOver = items.list;
    this.after(...items.after);
    const result = declare(this, itemOf("group", items.list));
    return Object.assign(this, { output: outputOf(result) }) as unknown as MappedTaskGroup<
      Result,
      ItemOf<Given>
    >;
  }

  /** @internal */
  mapIndexTemplate(name: InstanceName<unknown>): this {
    if (this.expandsOver)
      this.instanceName = toExpression(name(itemOf("group", this.expandsOver)), "the name");
    return this;
  }

  /** What a task or group with this id is called in the DAG. @internal */
  childId(id: string): string {
    return this.options?.prefixGroupId === false ? id : `${this.groupId}.${id}`;
  }

  /** Makes `nodes`, tasks or groups, come after all tasks of this group. Returns this group. */
  before(...nodes: readonly DagNode[]): this {
    for (const node of nodes) node.upstream.add(this);
    return this;
  }

  /** Makes all tasks of this group come after `nodes`, tasks or groups. Returns this group. */
  after(...nodes: readonly DagNode[]): this {
    for (const node of nodes) this.upstream.add(node);
    return this;
  }
}
