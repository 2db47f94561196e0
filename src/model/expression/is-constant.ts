// Tells values that are known when a DAG is built from those that only a run knows.
import type { JsonValue } from "../json.ts";
import type { Expression } from "./expression.ts";

/** Whether all of it is known before a run. */
export function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
    case "python":
      return true;
    case "object":
      return Object.values(expression.entries).every(isConstant);
    case "list":
      return expression.items.every(isConstant);
    case "combination":
      return expression.lists.every(isConstant);
    case "template":
    case "variable":
    case "connection":
    case "param":
    case "run":
    case "output":
    case "outputs":
    case "prior_output":
    case "item":
    case "asset_events":
    case "inlet_events":
    case "jinja":
      return false;
  }
}

/**
 * The value of an expression that is known before a run.
 *
 * @throws TypeError when it is not
 */
export function constantOf(expression: Expression): JsonValue {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind === "list") return expression.items.map(constantOf);
  if (expression.kind === "object") {
    const entries = Object.entries(expression.entries).map(([key, entry]) => [key, constantOf(entry)]);
    return Object.fromEntries(entries);
  }
  throw new TypeError(`Only a run knows the value of an expression of kind "${expression.kind}".`);
}
