// What a task pushes beside its output.
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { JsonValue } from "../../model/json.ts";

/** Why Airflow fails a task that is to push the fields of what it returns; undefined where it does not. */
export function fieldsProblem({ multipleOutputs = false }: TaskModel, value: JsonValue): string | undefined {
  if (!multipleOutputs || (typeof value === "object" && !Array.isArray(value))) return undefined;
  return `it has multipleOutputs, and returned ${JSON.stringify(value).slice(0, 80)}, which is no object`;
}
