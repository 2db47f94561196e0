// Remembers across runners which assets were updated, and which of the updates each DAG has had a run for.
import * as z from "zod";
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

  /** The updates of these assets since the DAG's last run for some, oldest first. */
  pending(dagId: string, uris: readonly string[]): AssetUpdate[] {
    const last = this.#records.findLastIndex(
      (record) => record.kind === "consumed" && record.dagId === dagId,
    );
    return this.#records
      .slice(last + 1)
      .filter((record): record is AssetUpdate => record.kind === "updated" && uris.includes(record.uri));
  }

  /** The updates of an asset. */
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

/** Of updates, the oldest first, those of an asset that somebody wants. */
export function wantedOf<Update extends Pick<AssetUpdate, "uri" | "at">>(
  updates: readonly Update[],
  uri: string,
  { after, before, ascending, limit }: WantedEvents,
): Update[] {
  const found = updates.filter((update) => {
    const at = Date.parse(update.at);
    return (
      update.uri === uri && (after === undefined || at >= after) && (before === undefined || at <= before)
    );
  });
  return (ascending ? found : found.reverse()).slice(0, limit);
}
