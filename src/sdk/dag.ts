// A DAG under construction.
import type * as z from "zod";
import type { Expression } from "../model/expression/expression.ts";
import type { IfJson } from "../model/json.ts";
import type { ConnectionReference } from "./expressions.ts";
import type { AnyOperator, Operator } from "./operator.ts";
import type { DagOptions, TaskOptions } from "./options.ts";
import { shapeOfParams } from "./params.ts";
import { type Fields, fields, toExpression, type Wired } from "./reference.ts";
import { stackOf } from "./stack-of.ts";
import { Task, type TaskDeclaration } from "./task.ts";
import type { Hooks, TaskArgs } from "./task-handler.ts";

type Schema = z.core.$ZodType;
type NoParams = z.ZodObject<Record<never, never>>;

type Connections<H extends Hooks> = { readonly [Name in keyof H]: ConnectionReference };

/** What a task's factory is called with: the input, then the connections, each only where there are some. */
type Wiring<Input, H extends Hooks> = [keyof H] extends [never]
  ? Record<never, never> extends Input
    ? [input?: Wired<Input>]
    : [input: Wired<Input>]
  : [input: Wired<Input>, connections: Connections<H>];

/** Makes the task, given what it runs on. */
type TaskFactory<Input, Output, H extends Hooks> = (...wiring: Wiring<Input, H>) => Task<Output>;

type NoHooks = Record<never, never>;

/** What a handler's value becomes for the tasks after it. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement has type void
type Returned<Value> = Awaited<Value> extends void | undefined ? null : Awaited<Value>;

/**
 * A DAG. A module of the DAGs folder makes one, adds tasks to it and exports it by default; nothing is
 * registered anywhere.
 *
 * @example
 * const dag = new Dag("nightly-count", { schedule: "@daily", startDate: "2026-01-01" });
 * const count = dag.task("count_rows", countRows)({ table: "listings" }, { warehouse: connection("redshift") });
 * dag.task("report", async ({ input, log }: TaskArgs<{ rows: number }>) => {
 *   log.info(`${input.rows} rows`);
 * })({ rows: count.output.rows });
 * export default dag;
 */
export class Dag<Params extends z.core.$ZodObject = NoParams> {
  readonly dagId: string;
  /** The DAG's params, as run-time expressions. */
  readonly params: Fields<z.output<Params>>;
  /** @internal */
  readonly options: DagOptions<Params>;
  /** @internal */
  readonly declarations: TaskDeclaration[] = [];
  /** @internal */
  readonly tasks: Task[] = [];
  /** @internal */
  readonly stack: string;

  /**
   * @param dagId letters, digits, dashes, dots and underscores, at most 250
   */
  constructor(dagId: string, options: DagOptions<Params> = {}) {
    this.dagId = dagId;
    this.options = options;
    this.stack = stackOf(Dag);
    const names = Object.keys(shapeOfParams(options?.params));
    const param = (name: string, path: readonly (string | number)[] = []): Expression => ({
      kind: "param",
      name,
      path,
    });
    this.params = fields(([name, ...path]) =>
      name === undefined
        ? { kind: "object", entries: Object.fromEntries(names.map((each) => [each, param(each)])) }
        : param(String(name), path),
    );
  }

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
   * Declares a task that runs a function. Its input and output are typed, not checked at run time.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   */
  task<Value, Input = Record<never, never>>(
    taskId: string,
    handler: (args: TaskArgs<Input>) => Value,
    options?: TaskOptions<NoInfer<Returned<Value>>>,
  ): IfJson<Input, "input", IfJson<Returned<Value>, "output", TaskFactory<Input, Returned<Value>, NoHooks>>>;
  task(taskId: string, code: AnyOperator | AnyOperator["run"], options: TaskOptions = {}): unknown {
    const operator = typeof code === "function" ? { name: "@task", run: code } : code;
    const declaration = { taskId, options, stack: stackOf(this.task) };
    this.declarations.push(declaration);
    return (input?: unknown, connections: Connections<Hooks> = {}) => {
      const ids = Object.entries(connections).map(([name, { connId }]) => [name, connId]);
      return this.#add(
        new Task(declaration, {
          kind: "node",
          operator,
          input: toExpression(input ?? {}),
          connections: Object.fromEntries(ids),
        }),
      );
    };
  }

  /** Adds a task that does nothing: a landmark, or a place where branches meet. Airflow's EmptyOperator. */
  empty(taskId: string, options: TaskOptions<null> = {}): Task<null> {
    const declaration = { taskId, options, stack: stackOf(this.empty) };
    this.declarations.push(declaration);
    return this.#add(new Task<null>(declaration, { kind: "empty" }));
  }

  #add<Output>(task: Task<Output>): Task<Output> {
    this.tasks.push(task);
    return task;
  }
}
