// A DAG under construction.
import type * as z from "zod";
import type { Expression } from "../model/expression/expression.ts";
import { listener } from "../model/listener.ts";
import { type Choice, decide, isList, type Nodes, type Then } from "./branch.ts";
import type { DagNode } from "./dag-node.ts";
import type { DagOptions } from "./options.ts";
import { shapeOfParams } from "./params.ts";
import { type Fields, fields } from "./reference.ts";
import { stackOf } from "./stack-of.ts";
import type { Task } from "./task.ts";
import { TaskScope } from "./task-scope.ts";

type NoParams = z.ZodObject<Record<never, never>>;

/**
 * A DAG. A module of the DAGs folder makes one, adds tasks to it and exports it by default; nothing is
 * registered anywhere.
 *
 * @example
 * import { connection, Dag, ds, type TaskArgs, t } from "windsock";
 * import { summarizePrices } from "./operators/summarize-prices.ts";
 *
 * const dag = new Dag("nightly-prices", { schedule: "@daily", startDate: "2026-01-01" });
 * const prices = dag.task("summarize", summarizePrices)(
 *   { bucket: "listings", key: t`${ds}.csv` },
 *   { store: connection("listings_store") },
 * );
 * dag.task("report", ({ input, log }: TaskArgs<{ average: number }>) => {
 *   log.info(`${input.average} on average`);
 * })({ average: prices.output.average });
 * export default dag;
 */
export class Dag<Params extends z.core.$ZodObject = NoParams> extends TaskScope {
  declare readonly "~params"?: Params | undefined;
  /** Only a type: what a run must be given. */
  declare readonly "~starts"?: ((conf: z.input<Params>) => void) | undefined;
  readonly dagId: string;
  /** The DAG's params, as run-time expressions. */
  readonly params: Fields<z.output<Params>>;
  /** @internal */
  readonly options: DagOptions<Params>;
  /** @internal */
  readonly group = null;

  /** @internal */
  get dag(): this {
    return this;
  }

  /** @internal */
  readonly stack: string;

  /**
   * @param dagId letters, digits, dashes, dots and underscores, at most 250
   */
  constructor(dagId: string, options: DagOptions<Params> = {}) {
    super({ declarations: [], tasks: [], groups: [] });
    this.dagId = dagId;
    this.options = options;
    this.stack = stackOf(Dag);
    listener()?.made(this);
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
   * Runs one side or the other, as a task's output says. What comes after both sides needs a trigger rule that takes
   * skipped tasks, such as `none_failed_min_one_success`.
   *
   * @param condition its output stays readable
   * @throws TypeError when the task's output decides something already
   *
   * @example
   * import { Dag, type TaskArgs } from "windsock";
   *
   * const dag = new Dag("decides");
   * const counted = dag.task("count", () => ({ rows: 3 }))();
   * const hasRows = dag.task("has_rows", ({ input }: TaskArgs<{ rows: number }>) => input.rows > 0)({
   *   rows: counted.output.rows,
   * });
   * dag.if(hasRows).then(dag.empty("load")).else(dag.empty("report_empty"));
   */
  if(condition: Task<boolean>): Then {
    return {
      // biome-ignore lint/suspicious/noThenProperty: nobody awaits it, and there is no better word
      then: (...nodes) => {
        const cases = { true: nodes, false: [] as readonly DagNode[] };
        decide(condition, { kind: "cases", cases });
        return {
          else: (...others) => {
            cases.false = others;
            condition.before(...others);
          },
        };
      },
    };
  }

  /**
   * Runs the case that a task's output names, or the cases, where it returns a list; the others are skipped. Each value
   * that the task can return is a case.
   *
   * @param decider returns the name of a case, or a list of names
   * @param cases by name, the task or group that runs then, or a list of them; an empty list where nothing does
   * @throws TypeError when the task's output decides something already
   *
   * @example
   * import { Dag, ds, type TaskArgs } from "windsock";
   *
   * const dag = new Dag("publishes", { schedule: "@daily", startDate: "2026-01-01" });
   * const cadence = dag.task("cadence", ({ input }: TaskArgs<{ day: string }>) =>
   *   input.day.endsWith("-01") ? "monthly" : "daily",
   * )({ day: ds });
   * const daily = dag.empty("publish_daily");
   * dag.switch(cadence, { daily, monthly: [daily, dag.empty("publish_monthly")] });
   */
  switch<Output extends string | readonly string[]>(
    decider: Task<Output>,
    cases: { readonly [Case in Choice<Output>]: Nodes },
  ): void {
    const lists = Object.entries<Nodes>(cases).map(([name, nodes]) => [
      name,
      isList(nodes) ? nodes : [nodes],
    ]);
    decide(decider, { kind: "cases", cases: Object.fromEntries(lists) });
  }

  /**
   * Skips all that comes after a task when it returns false: Airflow's ShortCircuitOperator.
   *
   * @param options `ignoreDownstreamTriggerRules`: whether everything that comes after it by any way is skipped
   *   whatever its trigger rule says, or only what comes directly after it, and the rest as its trigger rules say.
   *   @default true
   * @throws TypeError when the task's output decides something already
   */
  shortCircuit(
    condition: Task<boolean>,
    { ignoreDownstreamTriggerRules = true }: { readonly ignoreDownstreamTriggerRules?: boolean } = {},
  ): void {
    decide(condition, { kind: "short_circuit", ignoreDownstreamTriggerRules });
  }
}
