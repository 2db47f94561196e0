// What is made of the rows that are kept: the rows of the clean data set, and the list of the day's unique searches.
import type { Search } from "../search.ts";
import type { UserRow } from "../user-row.ts";
import type { ValidSearches } from "../valid-searches.ts";
import { writeCleanRow } from "./bytes/clean-row-writer.ts";
import { OutputBlock } from "./bytes/output-block.ts";
import type { RowReader } from "./bytes/row-reader.ts";
import { formatCleanRow } from "./clean-row.ts";
import { UniqueSearches } from "./unique-searches.ts";

export class KeptRows {
  readonly uniqueSearches = new UniqueSearches();
  readonly #rows = new OutputBlock();

  /** Takes the row that was read last from its bytes. */
  addRead(row: RowReader): void {
    writeCleanRow(row, this.#rows);
    this.uniqueSearches.addRow(row.searches);
  }

  /**
   * Takes a row that was read from its text.
   *
   * @param valid its valid searches, and the same as columns
   */
  addText(row: UserRow, valid: readonly Search[], columns: ValidSearches): void {
    this.#rows.append(formatCleanRow(row, valid));
    this.uniqueSearches.addRow(columns);
  }

  /** The rows since the last call, without a header. Valid until more are added. */
  take(): Uint8Array {
    return this.#rows.take();
  }

  /** Gives up memory and disk. */
  close(): void {
    this.uniqueSearches.close();
  }
}
