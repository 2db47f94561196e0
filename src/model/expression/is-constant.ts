// Tells values that are known when a DAG is built from those that only a run knows.
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
    case "template":
    case "variable":
    case "connection":
    case "param":
    case "run":
    case "output":
    case "asset_events":
    case "jinja":
      return false;
  }
}
