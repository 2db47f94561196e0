// Writes assets as Python: the condition of a schedule, and what tasks read and update.
import type { AssetCondition } from "../../model/dag/asset.ts";
import { call, type Layout, list } from "./python-layout.ts";
import { literal } from "./python-values.ts";

export function assetCondition(condition: AssetCondition): Layout {
  switch (condition.kind) {
    case "asset":
      return asset(condition.uri);
    case "all":
      return call("AssetAll", [], condition.of.map(assetCondition));
    case "any":
      return call("AssetAny", [], condition.of.map(assetCondition));
  }
}

/** Nothing where there are none. */
export function assets(uris: readonly string[]): Layout | undefined {
  return uris.length === 0 ? undefined : list(uris.map(asset));
}

function asset(uri: string): Layout {
  return call("Asset", [["uri", literal(uri)]]);
}
