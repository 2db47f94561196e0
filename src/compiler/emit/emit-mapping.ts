// Writes what tasks and groups are mapped over.
import { itemParam, itemsTaskOf } from "../../model/dag/mapping.ts";
import type { Expression } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import { atom, call, chained, type Layout } from "./python-layout.ts";
import { json, type Keyword } from "./python-values.ts";

/** The Python names of the tasks that are made before, by their ids. */
type Made = ReadonlyMap<string, string>;

/** A mapped task: an instance gets its element as a param. */
export function mappedTask(
  className: string,
  keywords: readonly Keyword[],
  list: Expression,
  made: Made,
): Layout {
  const params =
    list.kind === "literal"
      ? json((list.value as readonly JsonValue[]).map((item) => ({ [itemParam]: item })))
      : atom(`${outputOf(list, made)}.map(as_params)`);
  return chained(call(`${className}.partial`, keywords), "expand", [["params", params]]);
}

/** A mapped group: its tasks look for their elements in the list. */
export function mappedGroup(keywords: readonly Keyword[], list: Expression, made: Made): Layout {
  const items = list.kind === "literal" ? json(list.value) : atom(outputOf(list, made));
  return call("mapped_task_group", keywords, [items]);
}

function outputOf(list: Expression, made: Made): string {
  const taskId = itemsTaskOf(list) ?? "";
  return `${made.get(taskId) ?? taskId}.output`;
}
