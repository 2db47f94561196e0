// Writes assets as Python: the condition of a schedule, and what tasks read and update.
import {
  type AccessControl,
  type AssetCondition,
  type AssetModel,
  normalizedUri,
  type OutletModel,
  type WatcherModel,
} from "../../model/dag/asset.ts";
import type { JsonValue } from "../../model/json.ts";
import { call, type Layout, list } from "./python-layout.ts";
import { json, type Keyword, literal } from "./python-values.ts";

export function assetCondition(condition: AssetCondition): Layout {
  switch (condition.kind) {
    case "asset":
    case "alias":
      return outlet(condition);
    case "all":
      return call("AssetAll", [], condition.of.map(assetCondition));
    case "any":
      return call("AssetAny", [], condition.of.map(assetCondition));
  }
}

/** Nothing where there are none. */
export function assets(named: readonly OutletModel[]): Layout | undefined {
  return named.length === 0 ? undefined : list(named.map(outlet));
}

function outlet(named: OutletModel): Layout {
  return named.kind === "asset" ? asset(named) : call("AssetAlias", [["name", literal(named.name)]]);
}

function asset({ uri, name = uri, group, extra, accessControl, watchers }: AssetModel): Layout {
  // Airflow 3 takes a URI as it is written for the name, where there is none.
  const named: Keyword[] =
    normalizedUri(name) === uri
      ? [["uri", literal(name)]]
      : [
          ["name", literal(name)],
          ["uri", literal(uri)],
        ];
  return call("Asset", [
    ...named,
    ...keyword("group", group),
    ...keyword("extra", extra),
    ...(accessControl ? [["access_control", access(accessControl)] as const] : []),
    ...(watchers ? [["watchers", list(watchers.map(watcher))] as const] : []),
  ]);
}

function watcher({ name, className, args }: WatcherModel): Layout {
  return call("asset_watcher", [], [literal(name), literal(className), json(args)]);
}

function access({ producerTeams, consumerTeams, allowGlobal }: AccessControl): Layout {
  return call("AssetAccessControl", [
    ...keyword("producer_teams", producerTeams),
    ...keyword("consumer_teams", consumerTeams),
    ...keyword("allow_global", allowGlobal),
  ]);
}

function keyword(name: string, value: JsonValue | undefined): Keyword[] {
  return value === undefined ? [] : [[name, json(value)]];
}
