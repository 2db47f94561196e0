// The last pass where a user came twice: exact repeats do not stay.
import type { Repeats } from "./find-repeats.ts";
import type { KeptRow, RowCheck } from "./pass.ts";

export class SkipRepeats implements RowCheck {
  readonly furtherRows: number;
  readonly #lines: Repeats["lines"];

  constructor({ lines, furtherRows }: Repeats) {
    this.#lines = lines;
    this.furtherRows = furtherRows;
  }

  stays({ line }: KeptRow): boolean {
    return !this.#lines.has(line);
  }
}
