// Remembers across runners which assets were updated, and which of the updates each DAG has had a run for.
import * as z from "zod";
import { aliasKey } from "../../model/dag/asset.ts";
import type { WantedEvents } from "../../model/expression/evaluate-expression.ts";
import type { JsonValue } from "../../model/json.ts";
import { RecordFile } from "./record-file.ts";
import { RecordTail } from "./record-tail.ts";

const Json: z.ZodType<JsonValue> = z.json();

const AssetRecord = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("updated"),
    at: z.string(),
    uri: z.string(),
    /** Which task of which run did it. */
    dagId: z.string(),
    runId: z.string(),
    taskId: z.string(),
    /** Absent where it is not mapped. */
    mapIndex: z.number().optional(),
    /** Names of the aliases through which it was updated; absent where it was not through any. */
    aliases: z.array(z.string()).optional(),
    extra: Json,
  }),
  /** All updates before this line have had their run. */
  z.object({ kind: z.literal("consumed"), at: z.string(), dagId: z.string() }),
]);
export type AssetRecord = z.infer<typeof AssetRecord>;
export type AssetUpdate = Extract<AssetRecord, { kind: "updated" }>;

const what = "a record of an asset's updates";

/** For who looks at the updates while they are made. */
export function assetTail(file: string): RecordTail<AssetRecord> {
  return new RecordTail(file, AssetRecord, what);
}

export interface PendingUpdates {
  /** The oldest first. */
  readonly updates: readonly AssetUpdate[];
  /** Keys of the assets and aliases. */
  readonly updated: ReadonlySet<string>;
}

/** All updates of the project's assets, and which DAGs have had a run for them. */
export class AssetLog {
  readonly #file: RecordFile<AssetRecord>;
  readonly #records: AssetRecord[];

  /** @throws {UserError} when a line of the file is not a record */
  constructor(file: string) {
    this.#file = new RecordFile(file, AssetRecord, what);
    this.#records = this.#file.read();
  }

  updated(update: Omit<AssetUpdate, "kind" | "at">): void {
    this.#append({ kind: "updated", at: new Date().toISOString(), ...update });
  }

  /** The updates so far need no other run of this DAG. */
  consumed(dagId: string): void {
    this.#append({ kind: "consumed", at: new Date().toISOString(), dagId });
  }

  /**
   * What has been updated since the DAG's last run for some of it. As in Airflow, an asset that was once updated through an
   * alias is one of the alias from then on.
   *
   * @param keys of assets and aliases
   */
  pending(dagId: string, keys: readonly string[]): PendingUpdates {
    const last = this.#records.findLastIndex(
      (record) => record.kind === "consumed" && record.dagId === dagId,
    );
    const known = new Map(keys.map((key) => [key, new Set([key])]));
    const updates: AssetUpdate[] = [];
    const updated = new Set<string>();
    for (const [index, record] of this.#records.entries()) {
      if (record.kind !== "updated") continue;
      for (const alias of record.aliases ?? []) known.get(aliasKey(alias))?.add(record.uri);
      const met = keys.filter((key) => known.get(key)?.has(record.uri));
      if (index <= last || met.length === 0) continue;
      updates.push(record);
      for (const key of met) updated.add(key);
    }
    return { updates, updated };
  }

  /** The updates of an asset, or those through an alias. */
  events(uri: string, wanted: WantedEvents): AssetUpdate[] {
    return wantedOf(
      this.#records.filter((record) => record.kind === "updated"),
      uri,
      wanted,
    );
  }

  #append(record: AssetRecord): void {
    this.#file.append(record);
    this.#records.push(record);
  }
}

/** The keys of what an update is an event of. */
export function keysOf({ uri, aliases = [] }: Pick<AssetUpdate, "uri" | "aliases">): string[] {
  return [uri, ...aliases.map(aliasKey)];
}

/** Of updates, the oldest first, those of an asset or an alias that somebody wants. */
export function wantedOf<Update extends Pick<AssetUpdate, "uri" | "aliases" | "at">>(
  updates: readonly Update[],
  key: string,
  { after, before, ascending, limit }: WantedEvents,
): Update[] {
  const found = updates.filter((update) => {
    const at = Date.parse(update.at);
    return (
      keysOf(update).includes(key) &&
      (after === undefined || at >= after) &&
      (before === undefined || at <= before)
    );
  });
  return (ascending ? found : found.reverse()).slice(0, limit);
}
