// Assets and aliases as the model has them.
import type {
  AssetCondition as AssetConditionModel,
  AssetModel,
  OutletModel,
  WatcherModel,
} from "../model/dag/asset.ts";
import { toJson } from "../model/to-json.ts";
import type { AnyAsset, AssetAlias, AssetCondition, AssetWatcher } from "./asset.ts";

export function conditionModel(condition: AnyAsset | AssetAlias | AssetCondition): AssetConditionModel {
  switch (condition.kind) {
    case "asset":
    case "alias":
      return outletModel(condition);
    case "all":
    case "any":
      return { kind: condition.kind, of: condition.of.map(conditionModel) };
  }
}

export function outletModel(named: AnyAsset | AssetAlias): OutletModel {
  return named.kind === "asset" ? assetModel(named) : { kind: "alias", name: named.name };
}

function assetModel({ uri, name, options: { group, extra, accessControl, watchers } }: AnyAsset): AssetModel {
  return {
    kind: "asset",
    uri,
    ...(name !== uri && { name }),
    ...(group !== undefined && { group }),
    ...(extra !== undefined && { extra: toJson(extra, "extra") as AssetModel["extra"] }),
    ...(accessControl !== undefined && { accessControl }),
    ...(watchers !== undefined && { watchers: watchers.map(watcherModel) }),
  };
}

function watcherModel({ name, trigger: { className, args = {} } }: AssetWatcher): WatcherModel {
  return { name, className, args: toJson(args, "args") as WatcherModel["args"] };
}

export function isOutlet(value: unknown): value is AnyAsset | AssetAlias {
  return isCondition(value) && (value.kind === "asset" || value.kind === "alias");
}

export function isCondition(value: unknown): value is AnyAsset | AssetAlias | AssetCondition {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** Every asset of a condition. */
export function assetsOf(condition: AnyAsset | AssetAlias | AssetCondition): (AnyAsset | AssetAlias)[] {
  switch (condition.kind) {
    case "asset":
    case "alias":
      return [condition];
    case "all":
    case "any":
      return condition.of.flatMap(assetsOf);
  }
}
