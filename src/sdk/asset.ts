// Assets as authors name them: data that one DAG leaves for others, with the type of what its events carry.
import type * as z from "zod";
import { normalizedUri } from "../model/dag/asset.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import type { IfJson, JsonValue } from "../model/json.ts";
import { stackOf } from "./stack-of.ts";

/**
 * An asset (Airflow 2 calls it a dataset). Make it once, in a module that the DAGs which write it and those
 * which read it share.
 */
export interface Asset<Extra = unknown> {
  readonly kind: "asset";
  /** As Airflow keeps it: `s3://bucket` is `s3://bucket/`. Of an asset that has a name alone, the name. */
  readonly uri: string;
  /** Its URI as it was written, where it was given none. */
  readonly name: string;
  /** What it was made with. @internal */
  readonly options: AssetOptions;
  /** @internal */
  readonly schema: z.core.$ZodObject | undefined;
  /** Stack of the declaration, for its position in the source. @internal */
  readonly stack: string;
  /** Only a type: what a task that updates it must return. */
  readonly "~accepts"?: ((extra: Extra) => void) | undefined;
  /** Only a type: what its events carry. */
  readonly "~extra"?: Extra | undefined;
}

/** What waits in Airflow's triggerer for something to happen outside, such as a message in a queue. */
export interface AssetWatcher {
  /** Of no other watcher of the asset. */
  readonly name: string;
  /** The class of the trigger, a `BaseEventTrigger` of Airflow's or of a provider's, with its arguments by their names in Python. */
  readonly trigger: {
    /** Module and name: `airflow.providers.standard.triggers.file.FileDeleteTrigger`. */
    readonly className: string;
    readonly args?: Readonly<Record<string, JsonValue>>;
  };
}

/** What an asset is made with: a URI, a name, or both. */
export type AssetOptions = {
  /** The group that Airflow's UI shows it in. Since Airflow 3.0. @default `"asset"` */
  readonly group?: string;
  /** What is to be known of the asset itself, of whatever its updates carry. @default nothing */
  readonly extra?: Readonly<Record<string, JsonValue>>;
  /** Whose updates count where Airflow has teams. Since Airflow 3.3. @default those of its readers' own teams */
  readonly accessControl?: {
    /** Teams whose updates count for DAGs of others, too. @default none */
    readonly producerTeams?: readonly string[];
    /** The only teams whose DAGs its updates start. @default all of them */
    readonly consumerTeams?: readonly string[];
    /** Whether the updates of DAGs without a team count. @default true */
    readonly allowGlobal?: boolean;
  };
  /** What updates it when something happens outside of Airflow. Since Airflow 3.0. @default nothing */
  readonly watchers?: readonly AssetWatcher[];
} & (
  | {
      /** Names it across the whole Airflow, such as `s3://bucket/key`; holds no login. @default the name */
      readonly uri: string;
      /** Beside a URI since Airflow 3.0: no other asset has it. @default the URI */
      readonly name?: string;
    }
  | { readonly uri?: string; readonly name: string }
);

/** An asset that a task may update which returns `Output`. */
export type Outlet<Output> = Pick<Asset<never>, "kind" | "uri" | "name" | "options" | "schema" | "stack"> & {
  readonly "~accepts"?: ((extra: Output) => void) | undefined;
};

/** Any asset, where what its events carry does not matter. */
export type AnyAsset = Outlet<never>;

/**
 * A name for assets that only a task knows while it runs. Make it once, in a module that the DAGs which have to do with it
 * share.
 */
export interface AssetAlias<Extra = unknown> {
  readonly kind: "alias";
  readonly name: string;
  /** @internal */
  readonly schema: z.core.$ZodObject | undefined;
  /** Stack of the declaration, for its position in the source. @internal */
  readonly stack: string;
  /** Only a type: what its events carry. */
  readonly "~extra"?: Extra | undefined;
}

/** Assets that must, or of which one must, have been updated. Made by `allOf` and `anyOf`. */
export interface AssetCondition {
  readonly kind: "all" | "any";
  readonly of: readonly (AnyAsset | AssetAlias | AssetCondition)[];
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
 * import { asset, Dag } from "windsock";
 * import * as z from "zod";
 *
 * export const listings = asset("s3://shop/listings.csv", z.object({ rows: z.int() }));
 *
 * const dag = new Dag("write-listings", { schedule: "@daily", startDate: "2026-01-01" });
 * dag.task("write", () => ({ rows: 3 }), { outlets: [listings] })();
 */
export function asset<Schema extends z.core.$ZodObject>(
  uri: string,
  schema: Schema & IfJson<z.input<Schema>, "extra", unknown>,
): Asset<z.input<Schema>>;
/**
 * An asset with a name, a group or an extra of its own.
 *
 * @throws TypeError when it has neither a URI nor a name, or something that no asset has
 *
 * @example
 * import { asset } from "windsock";
 *
 * export const listings = asset({ name: "listings", uri: "s3://shop/listings.csv", group: "shop" });
 */
export function asset(options: AssetOptions): Asset;
/** The same, of an asset whose events carry data. */
export function asset<Schema extends z.core.$ZodObject>(
  options: AssetOptions & {
    /** What its events carry. */
    readonly schema: Schema & IfJson<z.input<Schema>, "extra", unknown>;
  },
): Asset<z.input<Schema>>;
export function asset(
  said: string | (AssetOptions & { readonly schema?: z.core.$ZodObject }),
  schema?: z.core.$ZodObject,
): Asset {
  const options = typeof said === "string" ? { uri: said } : checked(said);
  const { uri = String(options.name), name = uri } = options as { uri?: string; name?: string };
  return {
    kind: "asset",
    uri: normalizedUri(uri),
    name,
    options,
    schema: typeof said === "string" ? schema : said.schema,
    stack: stackOf(asset),
  };
}

const optionNames = ["uri", "name", "group", "extra", "accessControl", "watchers", "schema"];

function checked<Options extends AssetOptions>(options: Options): Options {
  const stranger = Object.keys(options).find((name) => !optionNames.includes(name));
  if (stranger !== undefined) {
    throw new TypeError(`An asset has no ${stranger}. ${didYouMean(stranger, optionNames)}`.trimEnd());
  }
  if (options.uri === undefined && options.name === undefined) {
    throw new TypeError(
      'An asset has a URI, a name or both: asset({ name: "listings", uri: "s3://shop/listings" }).',
    );
  }
  return options;
}

/**
 * An alias for assets of any content: a task that has it among its outlets says with `outletEvents.add` which assets it
 * has updated, and a DAG that is scheduled on it runs when one of these is updated. Airflow and the DAGs need not know
 * them before.
 *
 * @param name names it across the whole Airflow
 */
export function assetAlias(name: string): AssetAlias;
/**
 * An alias for assets whose events carry data.
 *
 * @param name names it across the whole Airflow
 * @param schema what the events carry that are made through it
 *
 * @example
 * import { asset, assetAlias, Dag } from "windsock";
 * import * as z from "zod";
 *
 * export const exports = assetAlias("exports", z.object({ rows: z.int() }));
 *
 * const dag = new Dag("export", { schedule: "@daily", startDate: "2026-01-01" });
 * dag.task(
 *   "write",
 *   ({ context, outletEvents }) => {
 *     const file = asset(`s3://shop/exports/${context.dates.ds}.csv`);
 *     outletEvents.add(exports, file, { rows: 3 });
 *   },
 *   { outlets: [exports] },
 * )();
 */
export function assetAlias<Schema extends z.core.$ZodObject>(
  name: string,
  schema: Schema & IfJson<z.input<Schema>, "extra", unknown>,
): AssetAlias<z.input<Schema>>;
export function assetAlias(name: string, schema?: z.core.$ZodObject): AssetAlias {
  return { kind: "alias", name, schema, stack: stackOf(assetAlias) };
}

/** As a schedule: a run whenever each of them has been updated since the last one. */
export function allOf(...assets: readonly (AnyAsset | AssetAlias | AssetCondition)[]): AssetCondition {
  return { kind: "all", of: assets };
}

/** As a schedule: a run whenever one of them has been updated. */
export function anyOf(...assets: readonly (AnyAsset | AssetAlias | AssetCondition)[]): AssetCondition {
  return { kind: "any", of: assets };
}
