// A sensor that waits for what a query says.
import * as z from "zod";
import { warehouse } from "../hooks/index.ts";
import { done, type Sensor } from "../sdk/sensor.ts";
import type { Clients, TaskArgs } from "../sdk/task-handler.ts";

const SqlInput = z.object({
  sql: z.string().min(1),
  parameters: z
    .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .default([])
    .describe("values for $1, $2, ..."),
});

const connections = { warehouse } as const;
type Hooks = typeof connections;

/**
 * A sensor that waits until a query has rows and the first value of the first row is true in Airflow's sense: neither null,
 * false, 0 nor an empty text, as with Airflow's SqlSensor. So `select count(*) from ...` and `select 1 where exists (...)`
 * both do. Give columns different names: of those with the same one, only the last is seen.
 *
 * @param row schema of the first row, which becomes the task's output; its values are those of `warehouse` in
 *   `windsock/hooks`: `numeric` is text there, and dates are. A row that does not fit fails the task.
 * @returns a sensor; export it from a module of its own
 *
 * @example
 * import { connection, Dag, ds } from "windsock";
 * import { sqlSensor } from "windsock/sensors";
 * import * as z from "zod";
 *
 * export const rowsOfDay = sqlSensor(z.object({ rows: z.number().int() }));
 *
 * const dag = new Dag("report", { schedule: "@daily", startDate: "2026-01-01" });
 * const loaded = dag.sensor("rows_are_there", rowsOfDay, { mode: "reschedule" })(
 *   { sql: "select count(*) as rows from listings where day = $1", parameters: [ds] },
 *   { warehouse: connection("warehouse") },
 * );
 * dag.task("tell", { rows: loaded.output.rows }, ({ input, log }) => log.info(`${input.rows} rows`));
 */
export function sqlSensor<Row extends z.ZodType = z.ZodVoid>(row?: Row): Sensor<typeof SqlInput, Row, Hooks> {
  const sensor = {
    name: "SqlSensor",
    input: SqlInput,
    output: row ?? z.void(),
    connections,
    async poke({ input, connections, log }: TaskArgs<z.output<typeof SqlInput>, Clients<Hooks>>) {
      const [first] = await connections.warehouse.query(input.sql, input.parameters);
      const [value] = first ? Object.values(first) : [];
      if (first === undefined || !isTrue(value)) {
        log.info(first ? `The first value is ${JSON.stringify(value)}.` : "The query has no rows.");
        return false;
      }
      return row ? done(first) : true;
    },
  };
  return sensor as unknown as Sensor<typeof SqlInput, Row, Hooks>;
}

/** As Python sees it; a `numeric` is text here, and zero has several forms. */
function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === "string" ? !/^(?:-?0+(?:\.0*)?)?$/.test(value) : Boolean(value);
}
