// What a task learns of the updates of assets: the events that triggered its run, and those so far.
import { keyOf } from "../model/dag/asset.ts";
import type { Expression } from "../model/expression/expression.ts";
import { readInstant } from "../model/run/date-text.ts";
import { written } from "../model/written.ts";
import type { Asset, AssetAlias } from "./asset.ts";
import { outletModel } from "./asset-model.ts";
import { type Fields, fields, toExpression, type Wired } from "./reference.ts";

/** One update of an asset. */
export interface AssetEvent<Extra> {
  /** Of the asset, as Airflow keeps it. */
  readonly uri: string;
  /** What the task that updated it returned. */
  readonly extra: Extra;
  /** When it was updated, as an ISO 8601 text. */
  readonly timestamp: string;
  /** Which task of which run did it; null where it was none, such as a person by Airflow's API. */
  readonly sourceDagId: string | null;
  readonly sourceTaskId: string | null;
  readonly sourceRunId: string | null;
  /** As `context.mapIndex` was in that task. */
  readonly sourceMapIndex: number | null;
}

/** Which of an asset's events. */
export interface InletEventsOptions {
  /**
   * The first instant that one may be of: `"2026-01-01"` or `"2026-01-01T06:00Z"`, read in UTC without an offset, or a
   * value of the run, such as `data_interval_start`. @default the beginning
   */
  readonly after?: Wired<string>;
  /** The last instant that one may be of, likewise. @default now */
  readonly before?: Wired<string>;
  /** Whether the oldest one comes first. @default true */
  readonly ascending?: boolean;
  /** How many at most, of the first ones in that order. @default all */
  readonly limit?: number;
}

/**
 * The events of an asset that triggered the run, oldest first; none in a run that was started by hand. The DAG
 * must be scheduled on the asset. Of an alias, the updates that were made through it.
 */
export function triggering_asset_events<Extra>(
  of: Asset<Extra> | AssetAlias<Extra>,
): Fields<AssetEvent<Extra>[]> {
  const uri = keyOf(outletModel(of));
  return fields((path) => ({ kind: "asset_events", uri, path }));
}

/**
 * The events of an asset so far, whatever they triggered, oldest first. The task that is given them must have the asset
 * among its `inlets`. Of an alias, the updates that were made through it.
 *
 * @throws TypeError when `after` or `before` is no instant, or `limit` no whole number above 0
 *
 * @example
 * import { asset, Dag, inlet_events, type TaskArgs } from "windsock";
 * import * as z from "zod";
 *
 * const listings = asset("s3://shop/listings.csv", z.object({ rows: z.int() }));
 * const dag = new Dag("weekly-look", { schedule: "@weekly", startDate: "2026-01-01" });
 *
 * dag.task(
 *   "compare",
 *   ({ input, log }: TaskArgs<{ last: { extra: { rows: number }; timestamp: string }[] }>) => {
 *     for (const { extra, timestamp } of input.last) log.info(`${extra.rows} rows at ${timestamp}`);
 *   },
 *   { inlets: [listings] },
 * )({ last: inlet_events(listings, { ascending: false, limit: 7 }) });
 */
export function inlet_events<Extra>(
  of: Asset<Extra> | AssetAlias<Extra>,
  { after, before, ascending = true, limit }: InletEventsOptions = {},
): Fields<AssetEvent<Extra>[]> {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new TypeError(`The limit of inlet_events is ${written(limit)}. Write how many events, such as 10.`);
  }
  const wanted = {
    ...(after !== undefined && { after: instant(after, "after") }),
    ...(before !== undefined && { before: instant(before, "before") }),
    ascending,
    ...(limit !== undefined && { limit }),
  };
  const uri = keyOf(outletModel(of));
  return fields((path) => ({ kind: "inlet_events", uri, path, ...wanted }));
}

/** What an author writes out is checked here; what a run knows, there. */
function instant(value: Wired<string>, name: string): Expression {
  const expression = toExpression(value, name);
  if (expression.kind !== "literal") return expression;
  const read = typeof expression.value === "string" ? readInstant(expression.value) : null;
  if (read) return { kind: "literal", value: read.toISOString() };
  throw new TypeError(
    `${name} of inlet_events is ${written(value)}, which is no instant. Write "2026-01-01", "2026-01-01T06:00Z" or a ` +
      "value of the run, such as data_interval_start.",
  );
}
