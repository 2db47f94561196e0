// The run-time expressions a DAG author can name: variables, connections, dates and text made of them.
import type { IfJson, JsonValue } from "../model/json.ts";
import type { RunField } from "../model/run/run-context.ts";
import { toJson } from "../model/to-json.ts";
import { type Fields, fields, type Reference, reference, toExpression } from "./reference.ts";

/**
 * The text of an Airflow Variable.
 *
 * @param key the Variable's key
 * @param options.fallback used when the Variable does not exist; without it the task fails
 */
export function variable(key: string, options: { readonly fallback?: string } = {}): Reference<string> {
  return reference({
    kind: "variable",
    key,
    json: false,
    path: [],
    fallback: fallbackOf(key, options.fallback),
  });
}

/**
 * An Airflow Variable that holds JSON. Its type is taken on trust here and checked by the operator's input
 * schema when the task starts.
 *
 * @param key the Variable's key
 * @param options.fallback used when the Variable does not exist; without it the task fails
 */
variable.json = <T>(
  key: string,
  options: { readonly fallback?: IfJson<T, "variable", T> } = {},
): Fields<T> => {
  const fallback = fallbackOf(key, options.fallback);
  return fields((path) => ({ kind: "variable", key, json: true, path, fallback }));
};

/** An Airflow Connection: given to a task by name, or read field by field. */
export interface ConnectionReference {
  /** Its id; known when the DAG is described. */
  readonly connId: string;
  readonly host: Reference<string>;
  readonly login: Reference<string>;
  /** For a database, its name. */
  readonly schema: Reference<string>;
  readonly port: Reference<number>;
}

/**
 * An Airflow Connection. Its password and extra cannot be referred to: they would be stored with the task's
 * rendered fields. An operator that declares the connection gets them in its own process.
 */
export function connection(connId: string): ConnectionReference {
  const field = <T>(name: "host" | "login" | "schema" | "port") =>
    reference<T>({ kind: "connection", connId, field: name });
  return {
    connId,
    host: field("host"),
    login: field("login"),
    schema: field("schema"),
    port: field("port"),
  };
}

const run = (field: RunField) => reference<string>({ kind: "run", field });

/** The logical date as `2021-07-02`, in UTC. */
export const ds = run("ds");
/** The logical date as `20210702`, in UTC. */
export const ds_nodash = run("ds_nodash");
/** The logical date as `2021-07-02T00:00:00+00:00`. */
export const ts = run("ts");
/** The logical date as `20210702T000000`. */
export const ts_nodash = run("ts_nodash");
/** The logical date as `20210702T000000+0000`. */
export const ts_nodash_with_tz = run("ts_nodash_with_tz");
/** The logical date as an ISO 8601 instant. */
export const logical_date = run("logical_date");
/** Start of the run's data interval, an ISO 8601 instant. */
export const data_interval_start = run("data_interval_start");
/** End of the run's data interval, an ISO 8601 instant. */
export const data_interval_end = run("data_interval_end");
/** The run's id, such as `scheduled__2021-07-02T00:00:00+00:00`. */
export const run_id = run("run_id");

/**
 * What the task that has it as input returned in an earlier run: in the latest run at an earlier date, or at the same one,
 * that has left something; null when there is none. Of a mapped task, what the instance with the same index returned. A try of
 * the same run that failed, or was cleared, has left nothing. Its type is taken on trust, as that of a
 * `variable.json`: an operator's schema checks it when the task starts.
 *
 * @example
 * import { Dag, priorOutput } from "windsock";
 *
 * const dag = new Dag("counts", { schedule: "@daily", startDate: "2026-01-01", maxActiveRuns: 1 });
 * dag.task("count", { before: priorOutput<{ rows: number }>() }, ({ input }) => ({
 *   rows: (input.before?.rows ?? 0) + 1,
 * }));
 */
export function priorOutput<T>(): Reference<IfJson<T, "output", T> | null> {
  return reference({ kind: "prior_output" });
}

type Scalar = string | number | boolean;

/**
 * Text composed of run-time expressions.
 *
 * @example
 * import { Dag, ds_nodash, t } from "windsock";
 * import * as z from "zod";
 *
 * const dag = new Dag("keys", { params: z.object({ city: z.string().default("Linz") }) });
 * export const key = t`listings/${dag.params.city}/${ds_nodash}.csv`;
 */
export function t(
  texts: TemplateStringsArray,
  ...values: readonly (Scalar | Reference<Scalar>)[]
): Reference<string> {
  const parts = texts.flatMap((text, index) => {
    const literal = text === "" ? [] : [toExpression(text)];
    return index < values.length ? [...literal, toExpression(values[index], `value ${index + 1}`)] : literal;
  });
  return reference({ kind: "template", parts });
}

/**
 * A Jinja expression, written as it is between `{{` and `}}`: for what has no typed expression. Only Airflow
 * can evaluate it, so a task that has one cannot run without Airflow.
 */
export function jinja<T = string>(source: string): Reference<T> {
  return reference({ kind: "jinja", source });
}

/** @throws TypeError when it cannot be stored @internal */
export function fallbackOf(key: string, fallback: unknown): JsonValue | undefined {
  return fallback === undefined ? undefined : toJson(fallback, `The fallback of variable "${key}"`);
}
