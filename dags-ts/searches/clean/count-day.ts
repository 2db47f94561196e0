// Reads a day's source object by the rules of the clean step, for its figures alone.
import type { PackedObject } from "windsock/hooks";
import type { SearchStats } from "../search-stats.ts";
import { type CleanOptions, cleanRows } from "./publish-day.ts";
import { inPasses } from "./repeats/in-passes.ts";
import type { RowCheck } from "./repeats/pass.ts";
import { RowCleaner } from "./row-cleaner.ts";
import type { UniqueSearches } from "./unique-searches.ts";

export type CountOptions = Pick<CleanOptions, "date" | "minClicks" | "log" | "signal">;

/**
 * Publishes nothing. Memory does not grow with the source.
 *
 * @throws {UnreadableSourceError} when the source is not a table of users
 * @throws {ObjectChangedError} when the source was replaced meanwhile
 */
export async function countDay(source: PackedObject, options: CountOptions): Promise<SearchStats> {
  return inPasses({
    publish: (check, finish) => readDay(source, options, check, finish),
    async read(check) {
      await readDay(source, options, check);
    },
    onRepeatedUsers: () => undefined,
  });
}

/** One pass over the source, in which nothing is published. */
export async function readDay(
  source: PackedObject,
  options: CountOptions,
  check: RowCheck,
  finish: (searches: UniqueSearches) => void = () => undefined,
): Promise<SearchStats> {
  const cleaner = new RowCleaner({ minClicks: options.minClicks, check });
  try {
    for await (const _ of cleanRows({ source, options }, cleaner));
    finish(cleaner.uniqueSearches);
    return cleaner.stats(options.date);
  } finally {
    cleaner.close();
  }
}
