// The last pass where a user came twice: all rows are kept but exact repeats.
import type { Repeats } from "./find-repeats.ts";
import { type Pass, type ValidRow, type Verdict, verdicts } from "./pass.ts";

export class SkipRepeats implements Pass {
  readonly users: number;
  readonly usersCountedTwice: Repeats["usersCountedTwice"];
  readonly isVain = false;
  readonly #lines: Repeats["lines"];

  constructor({ lines, users, usersCountedTwice }: Repeats) {
    this.#lines = lines;
    this.users = users;
    this.usersCountedTwice = usersCountedTwice;
  }

  decide({ line }: ValidRow): Verdict {
    return this.#lines.has(line) ? verdicts.repeat : verdicts.kept;
  }

  isFinal(): boolean {
    return true;
  }

  /** Gives up memory and disk. */
  close(): void {
    this.usersCountedTwice.close();
  }
}
