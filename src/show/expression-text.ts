// Says a run-time expression as its author wrote it in TypeScript.
import { entriesOf } from "../model/expression/entries-of.ts";
import type { Expression, ExpressionOf } from "../model/expression/expression.ts";
import type { JsonValue } from "../model/json.ts";
import { isSecretName } from "../model/secrets/secret-names.ts";

/** Stands where a value is written out that has a secret's name, as it does in Airflow's UI. */
export const mask = "***";

/** An entry of a task's input. */
export interface InputView {
  /** Null where the input is a single value that has no entries. */
  readonly name: string | null;
  /** The expression, as in the DAG file. */
  readonly value: string;
}

/** What a task is given. Values that are written out under a secret's name are masked. */
export function inputsOf(input: Expression): InputView[] {
  const entries = entriesOf(input);
  if (!entries) return [{ name: null, value: expressionText(input) }];
  return Object.entries(entries).map(([name, entry]) => ({ name, value: entryText(name, entry) }));
}

/** @param isSecret masks whatever of it is written out */
export function expressionText(expression: Expression, isSecret = false): string {
  switch (expression.kind) {
    case "literal":
      return isSecret ? mask : valueText(expression.value);
    case "object":
      return objectText(
        Object.entries(expression.entries).map(([name, entry]) => [name, entryText(name, entry, isSecret)]),
      );
    case "list":
      return `[${expression.items.map((item) => expressionText(item, isSecret)).join(", ")}]`;
    case "template":
      return `t\`${expression.parts.map((part) => partText(part, isSecret)).join("")}\``;
    case "variable":
      return variableText(expression, isSecret);
    case "connection":
      return `connection(${JSON.stringify(expression.connId)}).${expression.field}`;
    case "param":
      return `dag.params${pathText([expression.name, ...expression.path])}`;
    case "run":
      return expression.field;
    case "output":
      return expression.key === undefined
        ? `${outputText(expression.taskId)}${pathText(expression.path)}`
        : `${nameText(expression.taskId)}.xcom(${JSON.stringify(expression.key)})`;
    case "prior_output":
      return "priorOutput()";
    case "outputs":
      return `${outputText(expression.taskId)}${pathText(expression.path)}`;
    case "item":
      return `item${pathText(expression.path)}`;
    case "combination":
      return `${expression.how}(${expression.lists.map((list) => expressionText(list, isSecret)).join(", ")})`;
    case "asset_events":
      return `triggering_asset_events(${JSON.stringify(expression.uri)})${pathText(expression.path)}`;
    case "inlet_events":
      return `inlet_events(${inletText(expression)})${pathText(expression.path)}`;
    case "jinja":
      return `jinja(${JSON.stringify(expression.source)})`;
    case "python":
      return `python(${JSON.stringify(expression.source)})`;
  }
}

/** JSON, with names that need no quotes without them, and without what has a secret's name. */
export function valueText(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  return objectText(
    Object.entries(value).map(([name, entry]) => [name, isSecretName(name) ? mask : valueText(entry)]),
  );
}

/** A name as TypeScript takes it in an object or a type. */
export function nameText(name: string): string {
  return isIdentifier(name) ? name : JSON.stringify(name);
}

function entryText(name: string, entry: Expression, isSecret = false): string {
  return expressionText(entry, isSecret || isSecretName(name));
}

/** In the model the author's name for a task is its id. */
function outputText(taskId: string): string {
  return `${nameText(taskId)}.output`;
}

function variableText({ key, json, path, fallback }: ExpressionOf<"variable">, isSecret: boolean): string {
  const hidden = isSecret || [key, ...path.map(String)].some(isSecretName);
  const options = fallback === undefined ? "" : `, { fallback: ${hidden ? mask : valueText(fallback)} }`;
  return `variable${json ? ".json" : ""}(${JSON.stringify(key)}${options})${pathText(path)}`;
}

function inletText({ uri, after, before, ascending, limit }: ExpressionOf<"inlet_events">): string {
  const wanted: [string, string][] = [
    ...(after ? [["after", expressionText(after)] satisfies [string, string]] : []),
    ...(before ? [["before", expressionText(before)] satisfies [string, string]] : []),
    ...(ascending ? [] : [["ascending", "false"] satisfies [string, string]]),
    ...(limit === undefined ? [] : [["limit", String(limit)] satisfies [string, string]]),
  ];
  return [JSON.stringify(uri), ...(wanted.length > 0 ? [objectText(wanted)] : [])].join(", ");
}

function partText(part: Expression, isSecret: boolean): string {
  if (part.kind === "literal" && isSecret) return mask;
  if (part.kind === "literal" && typeof part.value === "string") {
    return part.value.replaceAll(/[`\\]|\$(?=\{)/g, "\\$&");
  }
  return `\${${expressionText(part, isSecret)}}`;
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step) =>
      typeof step === "string" && isIdentifier(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
    )
    .join("");
}

function objectText(entries: readonly (readonly [string, string])[]): string {
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([name, value]) => `${nameText(name)}: ${value}`).join(", ")} }`;
}

function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}
