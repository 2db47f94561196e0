// Writes callbacks: `on_failure_callback=node_callback("tell_ops", "failed")`.
import { type CallbackModel, callbackTimeLimit } from "../../model/dag/callback.ts";
import type { Option } from "../../model/dag/option.ts";
import { fileName } from "../../model/project.ts";
import { call, type Layout, list } from "./python-layout.ts";
import { json, type Keyword, literal } from "./python-values.ts";

/** One callback as it is, several as a list; nothing where there are none. */
export function callbacks(
  models: readonly CallbackModel[],
  { kind, state }: Pick<Option, "kind" | "state">,
): Layout | undefined {
  const made = models.map((model) =>
    call(
      "node_callback",
      [...(kind === "dag_callbacks" ? [["kind", literal("dag")] as const] : []), ...callbackArguments(model)],
      [literal(fileName(model.name)), literal(state ?? null)],
    ),
  );
  return made.length > 1 ? list(made) : made[0];
}

/** What a callback is called with. */
export function callbackArguments({ input, connections, timeLimit }: CallbackModel): readonly Keyword[] {
  const isEmpty = (value: object) => Object.keys(value).length === 0;
  return [
    ...(isEmpty(Object(input)) ? [] : [["input", json(input)] as const]),
    ...(isEmpty(connections) ? [] : [["connections", json(connections)] as const]),
    ...(timeLimit === callbackTimeLimit ? [] : [["time_limit", literal(timeLimit)] as const]),
  ];
}
