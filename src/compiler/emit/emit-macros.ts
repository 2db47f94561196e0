// Says which functions of the shared module the templates of a DAG's tasks call.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { expressionsOf } from "../../model/dag/task-model.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import { secretPart } from "./render-jinja.ts";

/** Their names, which are the same in Python and in Jinja. */
export function macrosOf({ tasks }: DagModel): string[] {
  const expressions = tasks.flatMap(expressionsOf);
  const { assets, inlets, variables, outputs, combinations } = readsOf(expressions);
  return [
    ...new Set(combinations.map(({ how }) => `${how}_lists`)),
    ...(outputs.some(({ kind }) => kind === "outputs") ? ["mapped_outputs"] : []),
    ...(assets.length > 0 ? ["asset_events"] : []),
    ...(inlets.length > 0 ? ["inlet_asset_events"] : []),
    ...(variables.some((variable) => secretPart(variable) !== undefined) ? ["masked"] : []),
  ];
}
