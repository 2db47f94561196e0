// One pass over a day's source object.
import type { Logger } from "windsock";
import { lineBlocks, type PackedObject, UnreadableObjectError } from "windsock/hooks";
import { counted } from "../counted.ts";
import type { SearchStats } from "../search-stats.ts";
import type { Pass } from "./repeats/pass.ts";
import { RowCleaner } from "./row-cleaner.ts";

const progressMilliseconds = 10_000;

export interface ReadOptions {
  /** The day that the figures are of, as 2021-07-02. */
  readonly date: string;
  /** Clicks that make an enabled search a valid one. */
  readonly minClicks: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Reads the source and publishes nothing.
 *
 * @returns the day's figures; null when the pass was not the final one
 */
export async function readDay(
  source: PackedObject,
  options: ReadOptions,
  pass: Pass,
): Promise<SearchStats | null> {
  const cleaner = new RowCleaner({ minClicks: options.minClicks, pass, kept: null });
  try {
    for await (const _ of cleanBlocks(source, options, cleaner));
    return pass.isFinal() ? cleaner.stats(options.date) : null;
  } finally {
    cleaner.close();
  }
}

/**
 * Cleans the source block by block, and yields after each. It ends early when it is known that the pass is in vain.
 *
 * @throws {UnreadableObjectError} when the source is not a table of users, or a table without any
 */
export async function* cleanBlocks(
  source: PackedObject,
  { log, signal }: Pick<ReadOptions, "log" | "signal">,
  cleaner: RowCleaner,
): AsyncGenerator<void> {
  let reported = Date.now();
  for await (const block of lineBlocks(source.unpacked())) {
    signal.throwIfAborted();
    cleaner.clean(block);
    if (cleaner.isVain) return;
    yield;
    if (Date.now() - reported < progressMilliseconds) continue;
    log.info(`${counted(cleaner.rows.read, "row")} so far.`);
    reported = Date.now();
  }
  cleaner.finish();
  if (cleaner.rows.read === 0) {
    throw new UnreadableObjectError(
      "It has no rows. A day's snapshot has one for each user: the export that wrote none has failed.",
    );
  }
  yield;
}
