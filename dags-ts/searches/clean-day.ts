// Runs a day's source object through the clean step and publishes what comes of it.
import { Readable } from "node:stream";
import type { Logger } from "windsock";
import type { ObjectStore, WriteOptions } from "windsock/hooks";
import { ObjectWriter } from "../objects/object-writer.ts";
import { openSource, type Source } from "../objects/open-source.ts";
import { readLines } from "../objects/read-lines.ts";
import { cleanHeader } from "./clean-row.ts";
import { counted } from "./counted.ts";
import { checkRejectedShare } from "./rejected-share.ts";
import type { RowCleaner } from "./row-cleaner.ts";
import { skipHeader } from "./skip-header.ts";

const PROGRESS_MILLISECONDS = 10_000;

export interface DayObjects {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly sourceKey: string;
  readonly cleanKey: string;
  readonly uniqueKey: string;
  readonly rejectedKey: string;
}

export interface CleanOptions {
  /** Share of rejected rows, from 0 to 1, above which nothing but the rejected rows is published. */
  readonly maxRejectedShare: number;
  /** Names the sources of the code that cleans. */
  readonly build: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Feeds the source to `cleaner`, block by block, and its outputs to their objects. Memory does not hold the
 * source.
 *
 * The clean data set is published last: whoever finds it finds all that belongs to it, and a run that died at
 * any moment is made good by the next one.
 *
 * @throws {UnreadableSourceError} when the source is not a table of users
 * @throws {AirflowFailException} when too many rows were rejected
 */
export async function cleanDay(day: DayObjects, cleaner: RowCleaner, options: CleanOptions): Promise<void> {
  const { store, bucket, uniqueKey, rejectedKey } = day;
  const source = await openSource(store, bucket, day.sourceKey);
  options.log.info(`Reading object "${source.key}" (${source.format}, ${counted(source.size, "byte")}).`);
  const written = writeOptions(source, options.build);
  const clean = new ObjectWriter({ store, bucket, key: day.cleanKey }, written);
  const rejected = new ObjectWriter({ store, bucket, key: rejectedKey }, written);
  try {
    await clean.write(cleanHeader);
    await cleanRows(source, cleaner, { clean, rejected }, options);
    await rejected.finish();
    const { read, rejected: rejectedRows } = cleaner.rows;
    const place = `object "${rejectedKey}" in bucket "${bucket}"`;
    checkRejectedShare(
      { read, rejected: rejectedRows, reasons: cleaner.rejectionReasons, place },
      options.maxRejectedShare,
    );
    await store.write(bucket, uniqueKey, Readable.from(cleaner.uniqueSearches.csv()), written);
    await clean.finish();
  } finally {
    await Promise.all([clean.abort(), rejected.abort()]);
  }
}

interface Outputs {
  readonly clean: ObjectWriter;
  readonly rejected: ObjectWriter;
}

async function cleanRows(
  source: Source,
  cleaner: RowCleaner,
  { clean, rejected }: Outputs,
  { log, signal }: CleanOptions,
): Promise<void> {
  let reported = Date.now();
  for await (const block of skipHeader(readLines(source.text))) {
    signal.throwIfAborted();
    const lines = cleaner.clean(block);
    await clean.write(lines.kept);
    await rejected.write(lines.rejected);
    if (Date.now() - reported < PROGRESS_MILLISECONDS) continue;
    log.info(`${counted(cleaner.rows.read, "row")} so far.`);
    reported = Date.now();
  }
}

/** Each output says which content of which object it was made from, and by which build. */
function writeOptions({ key, etag }: Source, build: string): WriteOptions {
  // Metadata are ASCII, keys need not be.
  return {
    contentType: "text/csv; charset=utf-8",
    metadata: { "source-key": encodeURI(key), "source-etag": etag, build },
  };
}
