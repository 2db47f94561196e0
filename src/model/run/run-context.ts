// The run a task belongs to, and the date names Airflow derives from its logical date.
import type { JsonValue } from "../json.ts";
import { readInstant } from "./date-text.ts";

/** Names of the run a template may use; the same words as Airflow's template reference. */
export const runFields = [
  "dag_id",
  "task_id",
  "run_id",
  "logical_date",
  "data_interval_start",
  "data_interval_end",
  "ds",
  "ds_nodash",
  "ts",
  "ts_nodash",
  "ts_nodash_with_tz",
] as const;

export type RunField = (typeof runFields)[number];

/** The DAG's params in one run, by name. */
export type Params = Readonly<Record<string, JsonValue>>;

/** The run and try a task belongs to, as plain data. Times are ISO 8601 in UTC; null where the run has none. */
export interface RunContext {
  readonly dagId: string;
  readonly taskId: string;
  readonly runId: string;
  /** Counts from 1. */
  readonly tryNumber: number;
  /** Position in a mapped task; -1 when the task is not mapped. */
  readonly mapIndex: number;
  readonly logicalDate: string | null;
  readonly dataIntervalStart: string | null;
  readonly dataIntervalEnd: string | null;
  readonly params: Params;
}

/** Airflow's date names (templates-ref.html); all of them in UTC, whatever the DAG's time zone. */
export interface DateNames {
  /** `2021-07-02` */
  readonly ds: string;
  /** `20210702` */
  readonly ds_nodash: string;
  /** `2021-07-02T00:00:00+00:00` */
  readonly ts: string;
  /** `20210702T000000` */
  readonly ts_nodash: string;
  /** `20210702T000000+0000` */
  readonly ts_nodash_with_tz: string;
}

/**
 * The date names of an instant, for tasks that look at other days than their run's.
 *
 * @param instant such as `2021-07-02T06:00Z`; a day alone, `2021-07-02`, means its start, and without an offset
 *   it is read in UTC
 * @throws RangeError when it is no date
 */
export function dateNames(instant: string): DateNames {
  const iso = readInstant(instant)?.toISOString();
  if (iso === undefined) {
    throw new RangeError(`${JSON.stringify(instant)} is not a date. Write 2021-07-02 or 2021-07-02T06:00Z.`);
  }
  const ds = iso.slice(0, 10);
  const seconds = iso.slice(0, 19);
  const micros = iso.slice(20, 23) === "000" ? "" : `.${iso.slice(20, 23)}000`;
  const ts_nodash = seconds.replaceAll(/[-:]/g, "");
  return {
    ds,
    ds_nodash: ds.replaceAll("-", ""),
    ts: `${seconds}${micros}+00:00`,
    ts_nodash,
    ts_nodash_with_tz: `${ts_nodash}+0000`,
  };
}

/** The value of a run field, or null when this run has no such date. */
export function runField(context: RunContext, field: RunField): string | null {
  const instant = (value: string | null) => (value === null ? null : dateNames(value).ts);
  switch (field) {
    case "dag_id":
      return context.dagId;
    case "task_id":
      return context.taskId;
    case "run_id":
      return context.runId;
    case "logical_date":
      return instant(context.logicalDate);
    case "data_interval_start":
      return instant(context.dataIntervalStart);
    case "data_interval_end":
      return instant(context.dataIntervalEnd);
    default:
      return context.logicalDate === null ? null : dateNames(context.logicalDate)[field];
  }
}
