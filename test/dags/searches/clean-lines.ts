// Runs the clean step on lines in memory.
import { formatCsvLine } from "../../../dags-ts/searches/csv-line.ts";
import { RowCleaner } from "../../../dags-ts/searches/row-cleaner.ts";
import type { Search } from "../../../dags-ts/searches/search.ts";
import { searchRecords } from "../search-text.ts";

export interface User {
  readonly id: string;
  readonly searches: readonly Search[];
}

/** The user as a line of the source. */
export const lineOf = ({ id, searches }: User) => formatCsvLine([id, searchRecords(searches)]).slice(0, -1);

/** Runs the lines through a cleaner, `blockLength` of them at a time. */
export function cleanLines(lines: readonly string[], { minClicks = 3, blockLength = 1000 } = {}) {
  const cleaner = new RowCleaner({ minClicks });
  const output = { kept: "", rejected: "" };
  for (let start = 0; start < lines.length; start += blockLength) {
    const { kept, rejected } = cleaner.clean({
      first: start + 2,
      lines: lines.slice(start, start + blockLength),
    });
    output.kept += kept;
    output.rejected += rejected;
  }
  return {
    ...output,
    stats: cleaner.stats("2021-07-02"),
    unique: [...cleaner.uniqueSearches.csv()].join(""),
    reasons: cleaner.rejectionReasons,
  };
}
