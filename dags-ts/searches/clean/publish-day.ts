// One pass over a day's source object whose outcome is published, unless another pass has to follow.
import type { ObjectStore, PackedObject, WriteOptions } from "windsock/hooks";
import { counted } from "../counted.ts";
import { publicationMetadata } from "../publication.ts";
import type { SearchStats } from "../search-stats.ts";
import { checkOthers } from "./check-others.ts";
import { cleanHeader } from "./clean-row.ts";
import { KeptRows } from "./kept-rows.ts";
import { cleanBlocks, type ReadOptions } from "./read-day.ts";
import { checkRejectedShare } from "./rejected-share.ts";
import type { Pass } from "./repeats/pass.ts";
import { RowCleaner } from "./row-cleaner.ts";
import { type UndecidedBody, writeUnlessAbandoned } from "./write-unless-abandoned.ts";

/** A day's objects: the source, and those that are made from it. */
export interface DayObjects {
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly sourceKey: string;
  readonly cleanKey: string;
  readonly uniqueKey: string;
  readonly rejectedKey: string;
}

export interface CleanOptions extends ReadOptions {
  /** Share of rejected rows, from 0 to 1, above which nothing but the rejected rows is published. */
  readonly maxRejectedShare: number;
  /** Names the sources of the code that cleans. */
  readonly build: string;
}

interface Work {
  readonly day: DayObjects;
  readonly source: PackedObject;
  readonly options: CleanOptions;
}

/** One pass of it. */
interface CleaningWork extends Work {
  readonly cleaner: RowCleaner;
  readonly kept: KeptRows;
}

/**
 * Reads the source and publishes what comes of it.
 *
 * The clean data set is published last: whoever finds it finds all that belongs to it, and a run that died at
 * any moment is made good by the next one.
 *
 * @returns the day's figures; null when the pass was not the final one, and nothing was published
 * @throws Error, which a retry mends, when a run with other parameters published at the same time
 */
export async function publishDay(work: Work, pass: Pass): Promise<SearchStats | null> {
  const { day, options } = work;
  const kept = new KeptRows();
  const cleaner = new RowCleaner({ minClicks: options.minClicks, pass, kept });
  try {
    const body = cleanDataSet({ ...work, cleaner, kept }, pass);
    const written = outputOptions(work);
    const published = await writeUnlessAbandoned(day.store, day.bucket, day.cleanKey, body, written);
    if (!published) return null;
    logEmptyLines(cleaner.emptyLines, options);
    await checkOthers(day, written.metadata, { rejected: cleaner.rejected.count > 0 });
    return cleaner.stats(options.date);
  } finally {
    cleaner.close();
    kept.close();
  }
}

async function* cleanDataSet(work: CleaningWork, pass: Pass): UndecidedBody {
  yield cleanHeader;
  for await (const _ of cleanBlocks(work.source, work.options, work.cleaner)) yield work.kept.take();
  if (!pass.isFinal()) return "abandon";
  // An object appears when its body has ended: this one ends when the others are there.
  await publishOthers(work);
  return "publish";
}

async function publishOthers(work: CleaningWork): Promise<void> {
  const { day, options, cleaner, kept } = work;
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
  await store.write(bucket, uniqueKey, kept.uniqueSearches.csv(), written);
}

function logEmptyLines({ count, first }: RowCleaner["emptyLines"], { log }: CleanOptions): void {
  if (count === 0) return;
  log.info(
    `${counted(count, "line holds no row: it is", "lines hold no row: they are")} blank, commas alone, or the end ` +
      `mark of an old system. ${count === 1 ? "It" : "The first"} is line ${first}.`,
  );
}

/** Each output says how it was made. */
function outputOptions({ source, options: { minClicks, build } }: Work) {
  const metadata = publicationMetadata({ source, minClicks, build });
  return { contentType: "text/csv; charset=utf-8", metadata } satisfies WriteOptions;
}
