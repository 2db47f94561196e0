// The row of which it is decided whether it is kept, as the pass sees it.
import type { ValidSearches } from "../valid-searches.ts";
import type { OutputBlock } from "./fast/output-block.ts";
import type { UserId, ValidRow } from "./repeats/pass.ts";

/** One object for all rows: its text is what was written last. */
export class RowAtHand implements ValidRow {
  userId: UserId = 0;
  line = 0;
  searches: ValidSearches;
  readonly #output: OutputBlock;
  #start = 0;

  constructor(output: OutputBlock, searches: ValidSearches) {
    this.#output = output;
    this.searches = searches;
  }

  set(userId: UserId, line: number, searches: ValidSearches, start: number): void {
    this.userId = userId;
    this.line = line;
    this.searches = searches;
    this.#start = start;
  }

  text(): Uint8Array {
    return this.#output.bytes.subarray(this.#start, this.#output.length);
  }
}
