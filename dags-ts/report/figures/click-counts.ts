// Counts a day's source as if another number of clicks made a search valid. The clean data set cannot tell: who has
// no search with enough clicks is not in it.
import { lineBlocks } from "../../objects/line-blocks.ts";
import { openSource, type Source } from "../../objects/open-source.ts";
import type { SourceObject } from "../../objects/source-object.ts";
import { inPasses } from "../../repeats/in-passes.ts";
import type { RowCheck } from "../../repeats/kept-row.ts";
import { RowCleaner } from "../../searches/row-cleaner.ts";

export interface ClickCounts {
  /** Users with a valid search. */
  readonly users: number;
  /** Valid searches. */
  readonly searches: number;
}

/**
 * What the clean step would count, by the clean step's own code: only what it writes is not kept. Memory does not
 * grow with the source.
 *
 * @param thresholds numbers of clicks, in any order
 * @returns the counts at each threshold
 * @throws {ObjectNotFoundError} when the source is not there
 * @throws {UnreadableSourceError} when it is not a table of users
 * @throws {ObjectChangedError} when the source was replaced meanwhile
 */
export async function countAtClicks(
  { store, bucket, key }: Pick<SourceObject, "store" | "bucket" | "key">,
  thresholds: readonly number[],
  signal: AbortSignal,
): Promise<ClickCounts[]> {
  const source = await openSource(store, bucket, key);
  const counts: ClickCounts[] = [];
  for (const minClicks of thresholds) counts.push(await countAt(source, minClicks, signal));
  return counts;
}

function countAt(source: Source, minClicks: number, signal: AbortSignal): Promise<ClickCounts> {
  const read = async (check: RowCheck, finish: (cleaner: RowCleaner) => void) => {
    const cleaner = new RowCleaner({ minClicks, check });
    try {
      for await (const block of lineBlocks(source.text())) {
        signal.throwIfAborted();
        cleaner.clean(block);
        cleaner.takeKept();
      }
      cleaner.finish();
      finish(cleaner);
      const { users, searches } = cleaner.stats("");
      return { users, searches };
    } finally {
      cleaner.close();
    }
  };
  return inPasses({
    publish: (check, finish) => read(check, ({ uniqueSearches }) => finish(uniqueSearches)),
    async read(check) {
      await read(check, () => undefined);
    },
    onRepeatedUsers: () => undefined,
  });
}
