// A DAG under construction.
import type * as z from "zod";
import type { Expression } from "../model/expression/expression.ts";
import type { DagOptions } from "./options.ts";
import { shapeOfParams } from "./params.ts";
import { type Fields, fields } from "./reference.ts";
import { stackOf } from "./stack-of.ts";
import { TaskScope } from "./task-scope.ts";

type NoParams = z.ZodObject<Record<never, never>>;

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
export class Dag<Params extends z.core.$ZodObject = NoParams> extends TaskScope {
  readonly dagId: string;
  /** The DAG's params, as run-time expressions. */
  readonly params: Fields<z.output<Params>>;
  /** @internal */
  readonly options: DagOptions<Params>;
  /** @internal */
  readonly group = null;
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
}
