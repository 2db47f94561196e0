// Fills a directory that plays the object store with the source objects of the reference pipeline.
import { existsSync } from "node:fs";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileEnding } from "./pack-csv.ts";
import { type SampleDataOptions, sampleDataOptions } from "./sample-data-options.ts";
import { dayAfter, searchDays, withoutDashes } from "./search-days.ts";
import { writeDayFile } from "./write-day-file.ts";

/** A day that has just been written. */
export interface WrittenDay {
  /** The day, as 2021-07-01. */
  readonly date: string;
  readonly file: string;
  readonly bytes: number;
  /** How many days have been written so far, this one included, of how many that are to be written. */
  readonly count: number;
  readonly total: number;
}

export interface WriteControls {
  /** Stops between two chunks; no half-written file stays. */
  readonly signal?: AbortSignal;
  readonly onDay?: (day: WrittenDay) => void;
}

export interface SampleDataResult {
  /** The folder of the files. */
  readonly folder: string;
  /** Days written now, and days left alone since their files were there. */
  readonly written: readonly string[];
  readonly present: readonly string[];
}

/**
 * Writes `<store>/<bucket>/user-data/session_user_data<yyyymmdd>.zip` for each day that is not there yet.
 *
 * @throws {z.ZodError} when an option is wrong; nothing has been written then
 * @throws {DayFileError} when a file cannot be written
 * @throws the signal's reason when it was aborted
 */
export async function writeSampleData(
  options: SampleDataOptions,
  { signal, onDay }: WriteControls = {},
): Promise<SampleDataResult> {
  const { store, bucket, from, to, format, force, usersPerDay, seed } = sampleDataOptions.parse(options);
  const folder = path.join(store, bucket, "user-data");
  const nameOf = (date: string) => `session_user_data${withoutDashes(date)}`;
  const fileOf = (date: string) => path.join(folder, nameOf(date) + fileEnding[format]);

  const dates = datesBetween(from, to);
  const missing = new Set(dates.filter((date) => force || !existsSync(fileOf(date))));
  const present = dates.filter((date) => !missing.has(date));
  const written: string[] = [];
  if (missing.size === 0) return { folder, written, present };

  for (const day of searchDays({ usersPerDay, seed })) {
    // Days that are only drawn never wait for a file: give signals their turn.
    await setImmediate();
    signal?.throwIfAborted();
    if (!missing.has(day.date)) continue;
    const file = fileOf(day.date);
    const csvName = `${nameOf(day.date)}.csv`;
    const bytes = await writeDayFile({ file, format, csvName, csv: day.csv(), signal });
    written.push(day.date);
    onDay?.({ date: day.date, file, bytes, count: written.length, total: missing.size });
    if (written.length === missing.size) break;
  }
  return { folder, written, present };
}

function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = dayAfter(date)) dates.push(date);
  return dates;
}
