// The clean step: from the day's source object to the clean data set and what belongs to it.
import { AirflowFailException, type DateNames, defineOperator } from "windsock";
import { objectStore, UnreadableObjectError } from "windsock/hooks";
import * as z from "zod";
import { fillDateNames } from "../days/fill-date-names.ts";
import { cleanDay } from "../searches/clean/clean-day.ts";
import type { CleanOptions, DayObjects } from "../searches/clean/publish-day.ts";
import { startOverOnce } from "../searches/clean/start-over.ts";
import { describeStats } from "../searches/describe-stats.ts";
import { SearchStats } from "../searches/search-stats.ts";

const key = z.string().min(1);

const input = z.object({
  bucket: z.string().min(1).describe("Bucket of all objects"),
  sourceKey: key.describe(
    "The day's source object; {ds_nodash} and Airflow's other date names are filled in",
  ),
  destKey: key.describe("The clean data set; the same names are filled in"),
  uniqueKey: key.describe("The day's unique valid searches"),
  rejectedKey: key.describe("Rows that could not be read"),
  minClicks: z.int().min(1).describe("Clicks that make a search valid"),
  maxRejectedShare: z.number().min(0).max(1).describe("Share of rejected rows above which the task fails"),
});

/**
 * Keeps the users with valid searches of one day.
 *
 * **In**: the day's snapshot, `user_id,user_data` as CSV, plain or packed as zip or gzip. A search is valid
 * when it is enabled and has at least `minClicks` clicks.
 *
 * **Out**: the clean data set, with the valid searches and their counts beside each user that stays; the list
 * of unique valid searches; the rejected rows with line and reason, when there are any. The task returns the
 * day's figures.
 *
 * Safe to run again at any time: the same source gives the same objects. The clean data set is published
 * last, and not at all when the task fails.
 *
 * **When it fails**
 * - *There is no object*: the snapshot has not arrived. The retries wait for it.
 * - *Object ... cannot be cleaned*: it is empty, has no rows, is damaged, or something else. Replace it, then
 *   clear this task.
 * - *... was replaced while it was read*: the task has started over once already. Let the writer finish; the
 *   retries wait for it.
 * - *... was written by another run at the same time*: let runs of a day with different parameters follow each
 *   other; the retry makes all objects of one run.
 * - *... rows could not be read*: look at the rejected rows first, their object is there. Mend the source and
 *   clear this task, or trigger a run with a higher `max_rejected_share`.
 */
export const s3UserClean = defineOperator({
  name: "S3UserCleanOperator",
  input,
  output: SearchStats,
  connections: { store: objectStore },
  async run({ input, connections: { store }, context, log, signal }) {
    const day = { store, bucket: input.bucket, ...keysOfRun(input, context.dates) };
    const options = { ...input, date: context.dates.ds, build: context.build, log, signal };
    const stats = await startOverOnce(() => clean(day, options), log);
    log.info(describeStats(stats));
    return stats;
  },
});

async function clean(day: DayObjects, options: CleanOptions): Promise<SearchStats> {
  try {
    return await cleanDay(day, options);
  } catch (error) {
    if (!(error instanceof UnreadableObjectError)) throw error;
    throw new AirflowFailException(
      `Object "${day.sourceKey}" in bucket "${day.bucket}" cannot be cleaned. ${error.message} ` +
        "Replace it, then clear this task.",
      { cause: error },
    );
  }
}

function keysOfRun({ sourceKey, destKey, uniqueKey, rejectedKey }: z.output<typeof input>, dates: DateNames) {
  const keys = {
    sourceKey: fillDateNames(sourceKey, dates),
    cleanKey: fillDateNames(destKey, dates),
    uniqueKey,
    rejectedKey,
  };
  if (new Set(Object.values(keys)).size === Object.keys(keys).length) return keys;
  throw new AirflowFailException(
    `One object would overwrite another: ${JSON.stringify(keys)}. Give each a key of its own.`,
  );
}
