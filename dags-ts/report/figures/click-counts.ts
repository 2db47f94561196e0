// Counts a day's source as if other numbers of clicks made a search valid. The clean data set cannot tell: who has
// no search with enough clicks is not in it.
import { type ObjectVersion, openPacked } from "windsock/hooks";
import { countDay } from "../../searches/clean/count-day.ts";
import type { ReadOptions } from "../../searches/clean/read-day.ts";
import type { SearchStats } from "../../searches/search-stats.ts";

/** Users with a valid search, and valid searches. */
export type ClickCounts = Pick<SearchStats, "users" | "searches">;

type Place = Pick<ObjectVersion, "store" | "bucket" | "key">;

/**
 * By the rules of the clean step: rows that cannot be read are passed over, and exact repeats of a row count
 * once. Memory does not grow with the source.
 *
 * @param thresholds numbers of clicks, in any order
 * @returns the counts at each threshold
 * @throws {ObjectNotFoundError} when the source is not there
 * @throws {ObjectChangedError} when the source was replaced meanwhile
 * @throws {UnreadableObjectError} when it is not a table of users
 */
export async function countAtClicks(
  { store, bucket, key }: Place,
  thresholds: readonly number[],
  options: Omit<ReadOptions, "minClicks">,
): Promise<ClickCounts[]> {
  const source = await openPacked(store, bucket, key);
  const counts: ClickCounts[] = [];
  for (const minClicks of thresholds) {
    const { users, searches } = await countDay(source, { ...options, minClicks });
    counts.push({ users, searches });
  }
  return counts;
}
