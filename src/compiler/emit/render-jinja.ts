// Renders run-time expressions to Jinja, the way Airflow evaluates them.
import { itemParam } from "../../model/dag/mapping.ts";
import { entriesOf } from "../../model/expression/entries-of.ts";
import type { Expression, ExpressionOf } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import type { RunField } from "../../model/run/run-context.ts";
import { isSecretName } from "../../model/secrets/secret-names.ts";

/** A template that Airflow renders to the JSON of `expression`, in parts a reader takes in one by one. */
export function jsonTemplate(expression: Expression): string[] {
  const written = entriesOf(expression);
  if (!written) return [`{{ ${jinja(expression)} | tojson }}`];
  const entries = Object.entries(written).map(([key, entry]) => `${jinjaString(key)}: ${jinja(entry)}`);
  if (entries.length === 0) return ["{{ {} | tojson }}"];
  return [
    "{{ {",
    ...entries.map((entry, index) => (index < entries.length - 1 ? `${entry}, ` : entry)),
    "} | tojson }}",
  ];
}

/** A template that Airflow renders to the text that `expression` is. */
export function textTemplate(expression: Expression): string[] {
  if (expression.kind === "literal" && !/[{}]/.test(String(expression.value))) {
    return [String(expression.value)];
  }
  return [`{{ ${jinja(expression)} }}`];
}

/** What stands between `{{` and `}}`. */
export function jinja(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return jinjaLiteral(expression.value);
    case "object":
      return objectLiteral(Object.entries(expression.entries).map(([key, entry]) => [key, jinja(entry)]));
    case "list":
      return `[${expression.items.map(jinja).join(", ")}]`;
    case "template":
      // `~` converts to text and joins; beside an empty text, a single part becomes text, too.
      return `(${[...(expression.parts.length < 2 ? ["''"] : []), ...expression.parts.map(jinja)].join(" ~ ")})`;
    case "variable":
      return masked(expression, variable(expression) + steps(expression.path));
    case "connection":
      return `conn${attribute(expression.connId)}.${expression.field}`;
    case "param":
      return `params[${jinjaString(expression.name)}]${steps(expression.path)}`;
    case "run":
      return runFields[expression.field];
    case "output":
      return output(expression) + steps(expression.path);
    case "prior_output":
      // The index is always said: without one, Airflow 3 returns what all runs have left, in any order.
      return "ti.xcom_pull(task_ids=ti.task_id, map_indexes=ti.map_index, include_prior_dates=True)";
    case "outputs":
      return `mapped_outputs(${jinjaString(expression.taskId)})${steps(expression.path)}`;
    case "item":
      return item(expression) + steps(expression.path);
    case "combination":
      return `${expression.how}_lists(${expression.lists.map(jinja).join(", ")})`;
    case "asset_events":
      return `asset_events(${jinjaString(expression.uri)})${steps(expression.path)}`;
    case "inlet_events":
      return `inlet_asset_events(${inletArguments(expression).join(", ")})${steps(expression.path)}`;
    case "jinja":
      return `(${expression.source})`;
    case "python":
      throw new TypeError(`Python (${expression.source}) is no part of a template.`);
  }
}

function inletArguments({ uri, after, before, ascending, limit }: ExpressionOf<"inlet_events">): string[] {
  return [
    jinjaString(uri),
    ...(after ? [`after=${jinja(after)}`] : []),
    ...(before ? [`before=${jinja(before)}`] : []),
    ...(ascending ? [] : ["ascending=false"]),
    ...(limit === undefined ? [] : [`limit=${limit}`]),
  ];
}

function output({ taskId, sameInstance, key }: ExpressionOf<"output">): string {
  const instance = sameInstance ? ", map_indexes=ti.map_index" : "";
  return `ti.xcom_pull(task_ids=${jinjaString(taskId)}${key === undefined ? "" : `, key=${jinjaString(key)}`}${instance})`;
}

/** Airflow gives a mapped task its element as a param; the tasks of a mapped group look for theirs in the list. */
function item({ of, list }: ExpressionOf<"item">): string {
  switch (of) {
    case "task":
      return `params[${jinjaString(itemParam)}]`;
    case "group":
      return `${jinja(list)}[ti.map_index]`;
  }
}

// `ts` is Airflow's own filter for an ISO 8601 instant; a datetime itself cannot become JSON.
const runFields: Readonly<Record<RunField, string>> = {
  dag_id: "dag.dag_id",
  task_id: "task.task_id",
  run_id: "run_id",
  logical_date: "logical_date | ts",
  data_interval_start: "data_interval_start | ts",
  data_interval_end: "data_interval_end | ts",
  ds: "ds",
  ds_nodash: "ds_nodash",
  ts: "ts",
  ts_nodash: "ts_nodash",
  ts_nodash_with_tz: "ts_nodash_with_tz",
};

/** What Airflow would store and show in clear, since `tojson` writes it in another way, is made known to it. */
function masked(expression: ExpressionOf<"variable">, value: string): string {
  const name = secretPart(expression);
  return name === undefined ? value : `masked(${jinjaString(name)}, ${value})`;
}

/**
 * What in a Variable may be secret: the part of it, or the whole, that has a secret's name; JSON may have such
 * names inside. Undefined when nothing is.
 */
export function secretPart({ key, json, path }: ExpressionOf<"variable">): string | undefined {
  const names = [key, ...path.map(String)];
  return names.find(isSecretName) ?? (json ? names.at(-1) : undefined);
}

function variable({ key, json, fallback }: ExpressionOf<"variable">): string {
  const accessor = json ? "var.json" : "var.value";
  if (fallback !== undefined) return `${accessor}.get(${jinjaString(key)}, ${jinjaLiteral(fallback)})`;
  return accessor + attribute(key);
}

/** Access by name to Airflow's accessor objects, which have attributes and a method `get`, and no items. */
function attribute(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && name !== "get" ? `.${name}` : `.get(${jinjaString(name)})`;
}

function steps(path: readonly (string | number)[]): string {
  return path.map((step) => `[${typeof step === "number" ? step : jinjaString(step)}]`).join("");
}

function objectLiteral(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([key, value]) => `${jinjaString(key)}: ${value}`).join(", ")}}`;
}

function jinjaLiteral(value: JsonValue): string {
  if (value === null) return "none";
  if (typeof value === "string") return jinjaString(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(jinjaLiteral).join(", ")}]`;
  return objectLiteral(Object.entries(value).map(([key, entry]) => [key, jinjaLiteral(entry)]));
}

/**
 * Text as a Jinja string, with the escapes of Python's strings. What looks like the start or end of a block is
 * escaped too, so that text never passes for a template of its own.
 */
function jinjaString(text: string): string {
  return `'${text.replaceAll(/[\\'\p{C}]|\{(?=[{%#])|[}%#](?=\})/gu, escapeUnit)}'`;
}

function escapeUnit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\U${code.toString(16).padStart(8, "0")}`;
  return code < 0x80 && code >= 0x20 ? `\\x${code.toString(16)}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
