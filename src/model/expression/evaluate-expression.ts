// Evaluates an expression without Airflow: what Jinja does there, done natively.
import type { Connection } from "../connection/connection.ts";
import { variableVariable } from "../connection/variable-names.ts";
import { MissingValueError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { type JsonReading, readJson } from "../read-json.ts";
import { readInstant } from "../run/date-text.ts";
import { type RunContext, runField } from "../run/run-context.ts";
import { combine } from "./combine.ts";
import type { Expression, ExpressionOf } from "./expression.ts";

/** Which of an asset's events. */
export interface WantedEvents {
  /** The first and the last instant that one may be of, in milliseconds since the epoch. */
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  /** Whether the oldest one comes first. */
  readonly ascending: boolean;
  /** How many of them in that order. */
  readonly limit?: number | undefined;
}

/** Where an expression's values come from. */
export interface ExpressionScope {
  readonly context: RunContext;
  /** The text of a variable, or undefined when there is none. */
  variable(key: string): string | undefined;
  /** @throws when there is no such connection */
  connection(connId: string): Connection;
  /**
   * The output of an upstream task; undefined when it has none.
   *
   * @param sameInstance whether it is that of a task of the same mapped group, in the same instance of the group
   */
  output(taskId: string, sameInstance: boolean): JsonValue | undefined;
  /** What the task returned in the latest run before this one; undefined where there is nothing. */
  priorOutput(): JsonValue | undefined;
  /** What the instances of an upstream task returned, in their order, without nulls. */
  outputs(taskId: string): readonly JsonValue[];
  /** The events of the asset that triggered the run, oldest first; none when something else did. */
  assetEvents(uri: string): readonly JsonValue[];
  /**
   * The events of an asset that the task has among its inlets.
   *
   * @throws when nothing here knows them
   */
  inletEvents(uri: string, wanted: WantedEvents): readonly JsonValue[];
}

/** @throws {MissingValueError} when a variable, param, date or output it needs is not there */
export function evaluateExpression(expression: Expression, scope: ExpressionScope): JsonValue {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "object":
      return Object.fromEntries(
        Object.entries(expression.entries).map(([key, entry]) => [key, evaluateExpression(entry, scope)]),
      );
    case "list":
      return expression.items.map((item) => evaluateExpression(item, scope));
    case "template":
      return expression.parts.map((part) => textOf(evaluateExpression(part, scope))).join("");
    case "variable":
      return pick(variable(expression, scope), expression.path, `variable "${expression.key}"`);
    case "connection":
      return connectionField(expression, scope);
    case "param": {
      const value = scope.context.params[expression.name];
      if (value === undefined) {
        throw new MissingValueError(
          `Param "${expression.name}" has no value. Give it with --param ${expression.name}=...`,
        );
      }
      return pick(value, expression.path, `param "${expression.name}"`);
    }
    case "run": {
      const value = runField(scope.context, expression.field);
      if (value === null) {
        throw new MissingValueError(
          `This run has no logical date, so "${expression.field}" has no value. Give the run a date.`,
        );
      }
      return value;
    }
    case "output": {
      const value = scope.output(expression.taskId, expression.sameInstance ?? false);
      if (value === undefined) {
        throw new MissingValueError(`Task "${expression.taskId}" has left no output to read.`);
      }
      if (expression.key !== undefined) return pushed(value, expression.key);
      return pick(value, expression.path, `the output of task "${expression.taskId}"`);
    }
    case "prior_output":
      return scope.priorOutput() ?? null;
    case "outputs":
      return pick(
        scope.outputs(expression.taskId),
        expression.path,
        `the outputs of task "${expression.taskId}"`,
      );
    case "item": {
      const list = evaluateExpression(expression.list, scope);
      const value = Array.isArray(list) ? list[scope.context.mapIndex] : undefined;
      if (value === undefined) {
        throw new MissingValueError(
          `There is no element ${scope.context.mapIndex} of the list that it is mapped over.`,
        );
      }
      return pick(value, expression.path, "the element");
    }
    case "combination":
      return combine(
        expression.how,
        expression.lists.map((list) => evaluateExpression(list, scope)),
      );
    case "asset_events":
      return pick(
        scope.assetEvents(expression.uri),
        expression.path,
        `the events of asset ${expression.uri}`,
      );
    case "inlet_events": {
      const { uri, path, after, before, ascending, limit } = expression;
      const wanted = { after: instantOf(after, scope), before: instantOf(before, scope), ascending, limit };
      return pick(scope.inletEvents(uri, wanted), path, `the events of asset ${uri}`);
    }
    case "jinja":
      throw new MissingValueError(
        `Raw Jinja (${expression.source}) is only evaluated by Airflow. Use a typed expression to run without it.`,
      );
    case "python":
      throw new MissingValueError(`Python (${expression.source}) is only evaluated by Airflow.`);
  }
}

function instantOf(expression: Expression | undefined, scope: ExpressionScope): number | undefined {
  if (expression === undefined) return undefined;
  const text = evaluateExpression(expression, scope);
  const instant = typeof text === "string" ? readInstant(text) : null;
  if (instant === null)
    throw new MissingValueError(`${JSON.stringify(text)} is no instant that events could be of.`);
  return instant.getTime();
}

/** A task without Airflow pushes the fields of what it returns, and nothing else. */
function pushed(value: JsonValue, key: string): JsonValue {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, key)
    ? ((value as Readonly<Record<string, JsonValue>>)[key] ?? null)
    : null;
}

function variable(expression: ExpressionOf<"variable">, scope: ExpressionScope): JsonValue {
  const { key, json, fallback } = expression;
  const text = scope.variable(key);
  if (text === undefined) {
    if (fallback !== undefined) return fallback;
    throw new MissingValueError(
      `Variable "${key}" does not exist. Set ${variableVariable(key)} in the environment or in .env.`,
    );
  }
  if (!json) return text;
  const { value, problem } = readVariable(key, text);
  if (problem !== undefined) throw new MissingValueError(`${problem}.`);
  return value;
}

function readVariable(key: string, text: string): JsonReading {
  try {
    return readJson(text, `Variable "${key}"`);
  } catch {
    throw new MissingValueError(`Variable "${key}" is read as JSON, and its text is not JSON.`);
  }
}

function connectionField({ connId, field }: ExpressionOf<"connection">, scope: ExpressionScope): JsonValue {
  const { connType, host, login, schema, port } = scope.connection(connId);
  return { conn_id: connId, conn_type: connType, host, login, schema, port }[field];
}

function pick(value: JsonValue, path: readonly (string | number)[], what: string): JsonValue {
  let current: JsonValue | undefined = value;
  for (const step of path) {
    const parent: JsonValue | undefined = current;
    current =
      typeof parent === "object" && parent !== null && Object.hasOwn(parent, step)
        ? (parent as Readonly<Record<string | number, JsonValue>>)[step]
        : undefined;
    if (current === undefined) throw new MissingValueError(`There is no "${path.join(".")}" in ${what}.`);
  }
  return current as JsonValue;
}

/** Text the way Jinja prints it, for the scalars a typed template can hold. */
export function textOf(value: JsonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
