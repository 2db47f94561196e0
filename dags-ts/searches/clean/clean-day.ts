// Runs a day's source object through the clean step.
import { openPacked } from "windsock/hooks";
import { counted } from "../counted.ts";
import type { SearchStats } from "../search-stats.ts";
import { type CleanOptions, type DayObjects, publishDay } from "./publish-day.ts";
import { readDay } from "./read-day.ts";
import { inPasses } from "./repeats/in-passes.ts";

/**
 * Writes the clean data set and what belongs to it, and returns the day's figures. Memory does not grow with
 * the source; past a budget, what has to be remembered goes to a temporary file.
 *
 * @throws {UnreadableObjectError} when the source is not a table of users
 * @throws {AirflowFailException} when too many rows were rejected
 * @throws {ObjectChangedError} when the source was replaced meanwhile
 * @throws {SpillError} when the temporary folder is full
 */
export async function cleanDay(day: DayObjects, options: CleanOptions): Promise<SearchStats> {
  const { log } = options;
  const source = await openPacked(day.store, day.bucket, day.sourceKey);
  log.info(`Reading object "${source.key}" (${counted(source.size, "byte")}).`);
  return inPasses({
    async publish(pass) {
      const stats = await publishDay({ day, source, options }, pass);
      if (stats === null) {
        log.info("Some users come more than once: reading the source again to tell repeated rows.");
      }
      return stats;
    },
    read: (pass) => readDay(source, options, pass),
  });
}
