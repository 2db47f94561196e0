// The last pass where a user came twice: all rows are kept but exact repeats.
import type { Repeats } from "./find-repeats.ts";
import type { Pass, ValidRow } from "./pass.ts";

export class SkipRepeats implements Pass {
  readonly furtherRows: number;
  readonly usersCountedTwice: Repeats["usersCountedTwice"];
  readonly #lines: Repeats["lines"];

  constructor({ lines, furtherRows, usersCountedTwice }: Repeats) {
    this.#lines = lines;
    this.furtherRows = furtherRows;
    this.usersCountedTwice = usersCountedTwice;
  }

  keeps({ line }: ValidRow): boolean {
    return !this.#lines.has(line);
  }

  isFinal(): boolean {
    return true;
  }

  /** Gives up memory and disk. */
  close(): void {
    this.usersCountedTwice.close();
  }
}
