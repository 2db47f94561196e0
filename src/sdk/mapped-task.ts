// A task that has an instance for each element of a list which only a run knows.
import type { Expression, ExpressionOf } from "../model/expression/expression.ts";
import type { InstanceName } from "./items.ts";
import { expressionOf, type Fields, fields, type Reference, toExpression } from "./reference.ts";
import { type TaskDeclaration, TaskNode, type TaskWork } from "./task-node.ts";

/** What the instances of a task return, gathered: null is nothing that is returned. */
export type Gathered<Output> = NonNullable<Output>[];

/**
 * A mapped task. Passing it as another task's input passes the list of what its instances returned, in the order of the
 * elements. Those that failed, were skipped, or returned null are not in it. Made by `expand`.
 */
export class MappedTask<Output = unknown, Item = unknown>
  extends TaskNode
  implements Reference<Gathered<Output>>
{
  declare readonly "~value"?: Gathered<Output> | undefined;
  /** What the instances return, in the order of the elements. */
  readonly output: Fields<Gathered<Output>>;
  /** @internal */
  override readonly expandsOver: Expression;
  #instanceName: Expression | undefined;

  /** @internal */
  constructor(declaration: TaskDeclaration, work: TaskWork, list: Expression) {
    super(declaration, work);
    this.expandsOver = list;
    this.output = outputsOf(this.taskId);
  }

  /** @internal */
  get [expressionOf](): Expression {
    return { kind: "outputs", taskId: this.taskId, path: [] };
  }

  /** @internal */
  override get instanceName(): Expression | undefined {
    return this.#instanceName;
  }

  /**
   * Names the instances in the UI of Airflow and in local runs, once they have run: Airflow's `map_index_template`. Without
   * it they are numbered.
   *
   * @returns this task
   *
   * @example
   * import { Dag, t, type TaskArgs } from "windsock";
   *
   * const dag = new Dag("named");
   * dag.task("greet", ({ input, log }: TaskArgs<{ city: string }>) => log.info(input.city))
   *   .expand(["Linz", "Wels"], (city) => ({ city }))
   *   .mapIndexTemplate((city) => t`to ${city}`);
   */
  mapIndexTemplate(name: InstanceName<Item>): this {
    this.#instanceName = toExpression(name(itemOf("task", this.expandsOver)), "the name");
    return this;
  }
}

/** What the instances of a task returned, by its id. @internal */
export function outputsOf<Output>(taskId: string): Fields<Gathered<Output>> {
  return fields((path) => ({ kind: "outputs", taskId, path }));
}

/** The element of an instance. @internal */
export function itemOf<Item>(of: ExpressionOf<"item">["of"], list: Expression): Fields<Item> {
  return fields((path) => ({ kind: "item", of, list, path }));
}
