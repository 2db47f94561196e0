// The names in a task's input, where the DAG writes it out entry by entry.
import type { Expression } from "./expression.ts";

/** The entries of an input that is written out as an object, by their names; undefined for any other value. */
export function entriesOf(expression: Expression): Readonly<Record<string, Expression>> | undefined {
  switch (expression.kind) {
    case "object":
      return expression.entries;
    case "literal":
    case "list":
    case "template":
    case "variable":
    case "connection":
    case "param":
    case "run":
    case "output":
    case "outputs":
    case "prior_output":
    case "item":
    case "combination":
    case "asset_events":
    case "inlet_events":
    case "jinja":
    case "python":
      return undefined;
  }
}
