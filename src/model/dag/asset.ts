// Assets, Airflow's word for data that one DAG leaves for others, and the conditions a schedule is made of.
// https://airflow.apache.org/docs/apache-airflow/stable/authoring-and-scheduling/asset-scheduling.html
import type { JsonValue } from "../json.ts";

/** Whose events count where Airflow knows teams. */
export interface AccessControl {
  readonly producerTeams?: readonly string[] | undefined;
  readonly consumerTeams?: readonly string[] | undefined;
  readonly allowGlobal?: boolean | undefined;
}

/** What waits in Airflow's triggerer for something to happen outside, which updates an asset. */
export interface WatcherModel {
  readonly name: string;
  /** Module and name of the class of the trigger. */
  readonly className: string;
  /** Its arguments, by their names in Python. */
  readonly args: Readonly<Record<string, JsonValue>>;
}

/** An asset, with all that Airflow knows of it. */
export interface AssetModel {
  readonly kind: "asset";
  /** As Airflow keeps it; of an asset that has a name alone, the name. Assets are told apart by it. */
  readonly uri: string;
  /** Absent where it is the URI. */
  readonly name?: string | undefined;
  readonly group?: string | undefined;
  readonly extra?: Readonly<Record<string, JsonValue>> | undefined;
  readonly accessControl?: AccessControl | undefined;
  readonly watchers?: readonly WatcherModel[] | undefined;
}

/** A name for assets that only a task knows while it runs. */
export interface AssetAliasModel {
  readonly kind: "alias";
  readonly name: string;
}

/** What a task reads or updates. */
export type OutletModel = AssetModel | AssetAliasModel;

/** Which assets must have been updated. */
export type AssetCondition =
  | OutletModel
  | { readonly kind: "all"; readonly of: readonly AssetCondition[] }
  | { readonly kind: "any"; readonly of: readonly AssetCondition[] };

/** What tells an asset or an alias from all others: its URI, or `alias:` and its name, which is no asset's URI. */
export function keyOf(named: OutletModel): string {
  return named.kind === "asset" ? named.uri : aliasKey(named.name);
}

export function aliasKey(name: string): string {
  return `alias:${name}`;
}

/** The keys of what a condition names, each once, in their order. */
export function assetsIn(condition: AssetCondition): string[] {
  switch (condition.kind) {
    case "asset":
    case "alias":
      return [keyOf(condition)];
    case "all":
    case "any":
      return [...new Set(condition.of.flatMap(assetsIn))];
  }
}

/**
 * Whether a condition holds.
 *
 * @param updated keys of what has been updated; an alias has been where one of its assets has
 */
export function isMet(condition: AssetCondition, updated: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case "asset":
    case "alias":
      return updated.has(keyOf(condition));
    case "all":
      return condition.of.every((part) => isMet(part, updated));
    case "any":
      return condition.of.some((part) => isMet(part, updated));
  }
}

/** A URI as Airflow keeps it: one that names no more than a place has the path `/`. */
export function normalizedUri(uri: string): string {
  return uri.replace(/^((?!x-)[a-z][a-z0-9+.-]*:\/\/[^/?#]+)(?=\?|$)/, "$1/");
}

/** The name that sets an asset apart from what its URI says; undefined where it has none. */
export function ownName({ name, uri }: AssetModel): string | undefined {
  return name === undefined || normalizedUri(name) === uri ? undefined : name;
}
