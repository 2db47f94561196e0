// One pass over a day's source object: from its lines to the objects that are published.
import type { Logger } from "windsock";
import type { ObjectStore, PackedObject, WriteOptions } from "windsock/hooks";
import { lineBlocks } from "windsock/hooks";
import { counted } from "../counted.ts";
import type { SearchStats } from "../search-stats.ts";
import { cleanHeader } from "./clean-row.ts";
import { checkRejectedShare } from "./rejected-share.ts";
import type { RowCheck } from "./repeats/pass.ts";
import { RowCleaner } from "./row-cleaner.ts";
import type { UniqueSearches } from "./unique-searches.ts";

const progressMilliseconds = 10_000;

/** A day's objects: the source, and those that are made from it. */
export interface DayObjects {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly sourceKey: string;
  readonly cleanKey: string;
  readonly uniqueKey: string;
  readonly rejectedKey: string;
}

export interface CleanOptions {
  /** The day that the figures are of, as 2021-07-02. */
  readonly date: string;
  /** Clicks that make an enabled search a valid one. */
  readonly minClicks: number;
  /** Share of rejected rows, from 0 to 1, above which nothing but the rejected rows is published. */
  readonly maxRejectedShare: number;
  /** Names the sources of the code that cleans. */
  readonly build: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What a pass over a source needs. */
export interface PassOver {
  readonly source: PackedObject;
  readonly options: Pick<CleanOptions, "log" | "signal">;
}

/** What a pass needs whose rows are published. */
interface Work extends PassOver {
  readonly day: DayObjects;
  readonly options: CleanOptions;
}

/**
 * Reads the source and publishes what comes of it.
 *
 * The clean data set is published last: whoever finds it finds all that belongs to it, and a run that died at
 * any moment is made good by the next one.
 *
 * @param finish is called when all rows were read; when it throws, nothing is published
 */
export async function publishDay(
  work: Work,
  check: RowCheck,
  finish: (searches: UniqueSearches) => void,
): Promise<SearchStats> {
  const { day, options } = work;
  const cleaner = new RowCleaner({ minClicks: options.minClicks, check });
  try {
    await day.store.write(day.bucket, day.cleanKey, cleanDataSet(), outputOptions(work));
    return cleaner.stats(options.date);
  } finally {
    cleaner.close();
  }

  // An object appears when its body has ended: until then, this one waits for the others.
  async function* cleanDataSet(): AsyncGenerator<Uint8Array | string> {
    yield cleanHeader;
    yield* cleanRows(work, cleaner);
    finish(cleaner.uniqueSearches);
    await publishOthers(work, cleaner);
  }
}

/** The rows of the clean data set, in pieces that are valid until the next one. */
export async function* cleanRows(
  { source, options: { log, signal } }: PassOver,
  cleaner: RowCleaner,
): AsyncGenerator<Uint8Array> {
  let reported = Date.now();
  for await (const block of lineBlocks(source.unpacked())) {
    signal.throwIfAborted();
    cleaner.clean(block);
    yield cleaner.takeKept();
    if (Date.now() - reported < progressMilliseconds) continue;
    log.info(`${counted(cleaner.rows.read, "row")} so far.`);
    reported = Date.now();
  }
  cleaner.finish();
  yield cleaner.takeKept();
}

async function publishOthers(work: Work, cleaner: RowCleaner): Promise<void> {
  const { day, options } = work;
  const { store, bucket, rejectedKey, uniqueKey } = day;
  const { rejected } = cleaner;
  const written = outputOptions(work);
  if (rejected.count === 0) await store.delete(bucket, rejectedKey);
  else await store.write(bucket, rejectedKey, rejected.csv(), written);
  checkRejectedShare(
    {
      read: cleaner.rows.read,
      rejected: rejected.count,
      reasons: rejected.reasons,
      place: `object "${rejectedKey}" in bucket "${bucket}"`,
    },
    options.maxRejectedShare,
  );
  await store.write(bucket, uniqueKey, cleaner.uniqueSearches.csv(), written);
}

/** Each output says which content of which object it was made from, and by which build. */
function outputOptions({ source: { key, etag }, options: { build } }: Work): WriteOptions {
  // Metadata are ASCII, keys need not be.
  return {
    contentType: "text/csv; charset=utf-8",
    metadata: { "source-key": encodeURI(key), "source-etag": etag, build },
  };
}
