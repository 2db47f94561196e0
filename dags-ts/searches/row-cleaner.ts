// The clean step without any I/O: lines go in, the text of kept and rejected rows and the day's figures come
// out.
import type { LineBlock } from "../objects/read-lines.ts";
import { countByType, formatCleanRow } from "./clean-row.ts";
import { formatCsvLine } from "./csv-line.ts";
import { MalformedRowError } from "./malformed-row-error.ts";
import { isValid } from "./search.ts";
import type { SearchStats } from "./search-stats.ts";
import { SeenRows } from "./seen-rows.ts";
import { UniqueSearches } from "./unique-searches.ts";
import { parseUserRow, type UserRow } from "./user-row.ts";

/** CSV text, of any number of whole lines. */
export interface CleanedLines {
  /** Rows of the clean data set, without its header. */
  readonly kept: string;
  /** Rejected rows, with a header above the first one of all. */
  readonly rejected: string;
}

/** Sorts a day's rows into kept and rejected ones, and counts them all. */
export class RowCleaner {
  readonly uniqueSearches = new UniqueSearches();
  readonly #minClicks: number;
  readonly #seen = new SeenRows();
  readonly #rows = { read: 0, kept: 0, withoutValidSearch: 0, duplicates: 0, rejected: 0 };
  readonly #searches = { rental: 0, sale: 0, none: 0 };
  readonly #reasons = new Map<string, number>();

  constructor({ minClicks }: { readonly minClicks: number }) {
    this.#minClicks = minClicks;
  }

  /** Takes the source's lines in order, without its header, in blocks of any size. */
  clean({ first, lines }: LineBlock): CleanedLines {
    let kept = "";
    let rejected = "";
    for (const [index, line] of lines.entries()) {
      if (line === "") continue;
      this.#rows.read += 1;
      try {
        kept += this.#keep(parseUserRow(line));
      } catch (error) {
        if (!(error instanceof MalformedRowError)) throw error;
        rejected += this.#reject(first + index, error.message, line);
      }
    }
    return { kept, rejected };
  }

  /** The figures of all lines so far. */
  stats(day: string): SearchStats {
    const { rental, sale, none } = this.#searches;
    const searches = rental + sale + none;
    return { day, users: this.#seen.users, searches, rental, sale, none, rows: { ...this.#rows } };
  }

  get rows(): Readonly<SearchStats["rows"]> {
    return this.#rows;
  }

  /** How often each reason made a row be rejected, the commonest first. */
  get rejectionReasons(): [reason: string, rows: number][] {
    return Array.from(this.#reasons).sort(([, a], [, b]) => b - a);
  }

  #keep(row: UserRow): string {
    const valid = row.searches.filter((search) => isValid(search, this.#minClicks));
    if (valid.length === 0) {
      this.#rows.withoutValidSearch += 1;
      return "";
    }
    // Only now: a row that does not stay need not be remembered.
    if (this.#seen.addRow(row)) {
      this.#rows.duplicates += 1;
      return "";
    }
    this.#rows.kept += 1;
    const { rental, sale, none } = countByType(valid);
    this.#searches.rental += rental;
    this.#searches.sale += sale;
    this.#searches.none += none;
    this.uniqueSearches.add(this.#seen.numberOf(row.userId), valid);
    return formatCleanRow(row, valid);
  }

  #reject(line: number, reason: string, raw: string): string {
    const header = this.#rows.rejected === 0 ? formatCsvLine(["line", "reason", "raw"]) : "";
    this.#rows.rejected += 1;
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    return header + formatCsvLine([line, reason, raw]);
  }
}
