// Assets as authors name them: data that one DAG leaves for others, with the type of what its events carry.
import type * as z from "zod";
import type { AssetCondition as AssetConditionModel } from "../model/dag/asset.ts";
import type { IfJson } from "../model/json.ts";
import { type Fields, fields } from "./reference.ts";
import { stackOf } from "./stack-of.ts";

/**
 * An asset (Airflow 2 calls it a dataset). Make it once, in a module that the DAGs which write it and those
 * which read it share.
 */
export interface Asset<Extra = unknown> {
  readonly kind: "asset";
  readonly uri: string;
  /** @internal */
  readonly schema: z.core.$ZodObject | undefined;
  /** Stack of the declaration, for its position in the source. @internal */
  readonly stack: string;
  /** Only a type: what a task that updates it must return. */
  readonly "~accepts"?: ((extra: Extra) => void) | undefined;
  /** Only a type: what its events carry. */
  readonly "~extra"?: Extra | undefined;
}

/** An asset that a task may update which returns `Output`. */
export type Outlet<Output> = Pick<Asset<never>, "kind" | "uri" | "schema" | "stack"> & {
  readonly "~accepts"?: ((extra: Output) => void) | undefined;
};

/** Any asset, where what its events carry does not matter. */
export type AnyAsset = Outlet<never>;

/** Assets that must, or of which one must, have been updated. Made by `allOf` and `anyOf`. */
export interface AssetCondition {
  readonly kind: Exclude<AssetConditionModel["kind"], "asset">;
  readonly of: readonly (AnyAsset | AssetCondition)[];
}

/** One update of an asset. */
export interface AssetEvent<Extra> {
  /** What the task that updated it returned. */
  readonly extra: Extra;
}

/**
 * An asset of any content.
 *
 * @param uri names it across the whole Airflow, such as `s3://bucket/key`; holds no login
 */
export function asset(uri: string): Asset;
/**
 * An asset whose events carry data: what the task returned that updated it.
 *
 * @param uri names it across the whole Airflow, such as `s3://bucket/key`; holds no login
 * @param schema what its events carry. A task that has the asset among its `outlets` and returns something else
 *   does not compile; neither does one that is fed with its events and wants something else.
 *
 * @example
 * export const listings = asset("s3://shop/listings.csv", z.object({ rows: z.int() }));
 * dag.task("write", writeListings, { outlets: [listings] })();
 */
export function asset<Schema extends z.core.$ZodObject>(
  uri: string,
  schema: Schema & IfJson<z.input<Schema>, "extra", unknown>,
): Asset<z.input<Schema>>;
export function asset(uri: string, schema?: z.core.$ZodObject): Asset {
  return { kind: "asset", uri, schema, stack: stackOf(asset) };
}

/** As a schedule: a run whenever each of them has been updated since the last one. */
export function allOf(...assets: readonly (AnyAsset | AssetCondition)[]): AssetCondition {
  return { kind: "all", of: assets };
}

/** As a schedule: a run whenever one of them has been updated. */
export function anyOf(...assets: readonly (AnyAsset | AssetCondition)[]): AssetCondition {
  return { kind: "any", of: assets };
}

/**
 * The events of an asset that triggered the run, oldest first; none in a run that was started by hand. The DAG
 * must be scheduled on the asset.
 */
export function triggering_asset_events<Extra>({ uri }: Asset<Extra>): Fields<AssetEvent<Extra>[]> {
  return fields((path) => ({ kind: "asset_events", uri, path }));
}

/** @internal */
export function conditionModel(condition: AnyAsset | AssetCondition): AssetConditionModel {
  switch (condition.kind) {
    case "asset":
      return { kind: "asset", uri: condition.uri };
    case "all":
    case "any":
      return { kind: condition.kind, of: condition.of.map(conditionModel) };
  }
}

/** @internal */
export function isAsset(value: unknown): value is AnyAsset {
  return isCondition(value) && value.kind === "asset";
}

/** @internal */
export function isCondition(value: unknown): value is AnyAsset | AssetCondition {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** Every asset of a condition. @internal */
export function assetsOf(condition: AnyAsset | AssetCondition): AnyAsset[] {
  switch (condition.kind) {
    case "asset":
      return [condition];
    case "all":
    case "any":
      return condition.of.flatMap(assetsOf);
  }
}
