// Finds texts that somebody expects Airflow to render: `{{ ds }}` is a habit of Airflow's authors. Here a text stays what it
// is, and the task would look for an object whose key has braces.
import type { Expression } from "../expression/expression.ts";
import type { JsonValue } from "../json.ts";
import { runFields } from "../run/run-context.ts";
import { written } from "../written.ts";

/** Names that the package has expressions for. */
const exported: readonly string[] = runFields.filter((field) => field !== "dag_id" && field !== "task_id");

/** Names of Airflow's template reference that stand alone. Others, such as `task`, may as well be of another language. */
const names = new Set<string>([
  ...exported,
  ...["execution_date", "prev_data_interval_start_success", "prev_data_interval_end_success"],
  ...["prev_start_date_success", "prev_ds", "prev_ds_nodash", "next_ds", "next_ds_nodash"],
  ...["yesterday_ds", "yesterday_ds_nodash", "tomorrow_ds", "tomorrow_ds_nodash"],
]);

/** Those that have something to ask for. */
const holders = new Set(["params", "macros", "var", "conn", "dag_run", "ti", "task_instance"]);

const template = /\{\{-?\s*(?<source>(?<head>\w+)(?<rest>[^{}]*?))\s*-?\}\}/g;
const maxComposed = 80;

/** What is wrong, in words that follow the task. */
export function checkUnrendered(expressions: readonly Expression[]): string[] {
  return expressions.flatMap(textsOf).flatMap((text) => {
    const found = [...text.matchAll(template)].find(isAirflows);
    if (!found) return [];
    const remedy = expressionFor(found.groups?.source ?? "");
    const composed = text.replaceAll(template, (...match) => `\${${expressionFor(match.at(-1).source)}}`);
    const whole = found[0] === text ? remedy : `t\`${composed}\``;
    const isFromRun = exported.includes(remedy);
    return [
      `is given the text ${written(text)}, and a text is never rendered. ` +
        `Write ${whole.length > maxComposed ? `t\`... \${${remedy}} ...\`` : whole}` +
        `${isFromRun ? `, with ${remedy} of "windsock"` : ""}.`,
    ];
  });
}

function isAirflows({ groups = {} }: RegExpMatchArray): boolean {
  const { head = "", rest = "" } = groups;
  return holders.has(head) ? /^[.[]/.test(rest) : names.has(head) && !/^\s*[=(]/.test(rest);
}

/** What says the same in TypeScript. */
function expressionFor(source: string): string {
  if (exported.includes(source)) return source;
  const [, param] = /^params\.(\w+)$/.exec(source) ?? [];
  if (param !== undefined) return `dag.params.${param}`;
  const [, format, key, path] = /^var\.(value|json)\.(\w+)((?:\.\w+)*)$/.exec(source) ?? [];
  if (format === "json") return `variable.json("${key}")${path}`;
  if (format === "value" && path === "") return `variable("${key}")`;
  const [, connId, field] = /^conn\.(\w+)\.(host|login|schema|port)$/.exec(source) ?? [];
  if (connId !== undefined) return `connection("${connId}").${field}`;
  return `jinja(${JSON.stringify(source)})`;
}

/** The texts that are written as such. */
function textsOf(expression: Expression): string[] {
  switch (expression.kind) {
    case "literal":
      return textsIn(expression.value);
    case "object":
      return Object.values(expression.entries).flatMap(textsOf);
    case "list":
      return expression.items.flatMap(textsOf);
    case "template":
      return expression.parts.flatMap(textsOf);
    case "combination":
      return expression.lists.flatMap(textsOf);
    case "item":
      return textsOf(expression.list);
    case "variable":
    case "connection":
    case "param":
    case "run":
    case "output":
    case "outputs":
    case "prior_output":
    case "asset_events":
    case "inlet_events":
    case "jinja":
    case "python":
      return [];
  }
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
