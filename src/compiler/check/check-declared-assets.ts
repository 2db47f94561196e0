// Checks that the DAGs of a project mean the same by an asset.
import { isDeepStrictEqual } from "node:util";
import { keyOf } from "../../model/dag/asset.ts";
import type { AssetDescription, DagDescription } from "../../model/dag/dag-description.ts";
import type { Problem } from "../../model/problem.ts";

/** @param dags all of the project's */
export function checkDeclaredAssets(dags: readonly Pick<DagDescription, "assets">[]): Problem[] {
  const all = dags.flatMap(({ assets }) => assets);
  return [...checkDeclarations(all), ...checkNames(all)];
}

/**
 * Types can only be compared within one declaration: a second one would let a reader expect what nobody writes. And of
 * two that say other things of the same asset, Airflow would keep what it reads last.
 */
function checkDeclarations(assets: readonly AssetDescription[]): Problem[] {
  const first = new Map<string, AssetDescription>();
  return assets.flatMap((declared) => {
    const { asset, schema, position } = declared;
    const earlier = first.get(keyOf(asset)) ?? declared;
    first.set(keyOf(asset), earlier);
    const differs =
      differenceOf(earlier, declared) ?? (isDeepStrictEqual(earlier.schema, schema) ? null : "schema");
    if (differs === null) return [];
    const message =
      `Asset ${JSON.stringify(keyOf(asset))} is declared with another ${differs} at ${placeOf(earlier)}. ` +
      "Declare it once, in a module that its DAGs share.";
    return [{ message, position }];
  });
}

/** What an author knows as the difference between two assets with the same URI. */
function differenceOf({ asset: one }: AssetDescription, { asset: other }: AssetDescription): string | null {
  if (one.kind === "alias" || other.kind === "alias") return null;
  if (one.name !== other.name) return "name";
  if (one.group !== other.group) return "group";
  if (!isDeepStrictEqual(one.extra, other.extra)) return "extra";
  if (!isDeepStrictEqual(one.accessControl, other.accessControl)) return "accessControl";
  return isDeepStrictEqual(one.watchers, other.watchers) ? null : "list of watchers";
}

/** Airflow 3 lets an asset be the only one of its name: of two, one is inactive. */
function checkNames(assets: readonly AssetDescription[]): Problem[] {
  const first = new Map<string, AssetDescription>();
  return assets.flatMap((declared) => {
    if (declared.asset.kind === "alias") return [];
    const { uri, name = uri } = declared.asset;
    const earlier = first.get(name) ?? declared;
    first.set(name, earlier);
    if (keyOf(earlier.asset) === uri) return [];
    const message =
      `Asset ${JSON.stringify(uri)} has the name ${JSON.stringify(name)}, which is that of asset ` +
      `${JSON.stringify(keyOf(earlier.asset))} at ${placeOf(earlier)}. Give one of them another name.`;
    return [{ message, position: declared.position }];
  });
}

function placeOf({ position: { file, line } }: AssetDescription): string {
  return `${file}:${line}`;
}
