// Writes assets as Python: the condition of a schedule, and what tasks read and update.
import type { AssetCondition } from "../../model/dag/asset.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import { walkExpression } from "../../model/expression/expression.ts";
import { call, type Layout, list } from "./python-layout.ts";
import { type Keyword, literal } from "./python-values.ts";

export function assetCondition(condition: AssetCondition): Layout {
  if (condition.kind === "asset") return asset(condition.uri);
  return call(condition.kind === "all" ? "AssetAll" : "AssetAny", [], condition.of.map(assetCondition));
}

export function assets(keyword: "inlets" | "outlets", uris: readonly string[]): Keyword[] {
  return uris.length === 0 ? [] : [[keyword, list(uris.map(asset))]];
}

/** Whether a task of the DAG is fed with what triggered the run. */
export function usesAssetEvents({ tasks }: DagModel): boolean {
  return tasks.some(({ input }) => [...walkExpression(input)].some(({ kind }) => kind === "asset_events"));
}

function asset(uri: string): Layout {
  return call("Asset", [["uri", literal(uri)]]);
}
