// Remembers across runners which assets were updated, and which of the updates each DAG has had a run for.

import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { UserError } from "../../model/errors.ts";
import type { JsonValue } from "../../model/json.ts";

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
    extra: Json,
  }),
  /** All updates before this line have had their run. */
  z.object({ kind: z.literal("consumed"), at: z.string(), dagId: z.string() }),
]);
type AssetRecord = z.infer<typeof AssetRecord>;
export type AssetUpdate = Extract<AssetRecord, { kind: "updated" }>;

/** An append-only file of JSON lines, as the journal is. One process writes at a time (see lock.ts). */
export class AssetLog {
  readonly #file: string;
  readonly #records: AssetRecord[];

  /** @throws {UserError} when a line of the file is not a record */
  constructor(file: string) {
    this.#file = file;
    this.#records = readRecords(file);
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

  #append(record: AssetRecord): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const handle = openSync(this.#file, "a");
    writeSync(handle, `${JSON.stringify(record)}\n`);
    closeSync(handle);
    this.#records.push(record);
  }
}

/** A last line without its end was being written when its runner died, and is cut off. */
function readRecords(file: string): AssetRecord[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const end = bytes.lastIndexOf("\n") + 1;
  if (end < bytes.length) truncateSync(file, end);
  const lines = bytes.toString("utf8", 0, end).split("\n").slice(0, -1);
  return lines.map((line, index) => parse(file, index + 1, line));
}

function parse(file: string, line: number, text: string): AssetRecord {
  try {
    return AssetRecord.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError(
      `${file}, line ${line}, is not a record of an asset's updates. Delete the file to begin afresh.`,
      { cause },
    );
  }
}
