// The second pass, made only when a user came twice: no row is kept; which are exact repeats is found out, and what must
// not count twice.
//
// Rows are compared by fingerprints of 104 bits: in a hundred million rows, two different ones share theirs by a chance of
// 1 in 10^15.
import { GroupBy, NumberSet, RepeatedKeys, WideFingerprint } from "windsock/data";
import { type Pass, type ValidRow, type Verdict, verdicts } from "./pass.ts";
import { SeenUsers } from "./seen-users.ts";

/** What is known of a day's repeats. */
export interface Repeats {
  /** Lines of rows that came before, column for column. */
  readonly lines: NumberSet;
  readonly users: number;
  /** By search: in how many rows, repeats included, it is of a user who had it in an earlier row. */
  readonly usersCountedTwice: GroupBy;
}

export class FindRepeats implements Pass {
  readonly users = null;
  readonly usersCountedTwice = null;
  readonly isVain = false;
  readonly #lines = new NumberSet();
  readonly #rows = new RepeatedKeys();
  readonly #users = new SeenUsers();
  /** Of a user and a search. */
  readonly #pairs = new RepeatedKeys();
  readonly #pair = new WideFingerprint();
  readonly #countedTwice = new GroupBy();

  decide(row: ValidRow): Verdict {
    const { user, line, searches } = row;
    const { high, low } = row.fingerprint();
    if (this.#rows.add(high, low, line)) this.#lines.add(line);
    this.#users.add(user);
    for (let index = 0; index < searches.length; index++) {
      if (!searches.isFirst(index)) continue;
      const id = searches.ids[index] as number;
      this.#pair.ofNumbers(user.high, user.low, id);
      if (this.#pairs.add(this.#pair.high, this.#pair.low, id)) this.#countedTwice.add(id, 0, 1, 0);
    }
    return verdicts.passedOver;
  }

  isFinal(): boolean {
    return false;
  }

  /** What was found. Its groups are to be closed. */
  found(): Repeats {
    this.#rows.repeats((line) => this.#lines.add(line));
    this.#pairs.repeats((id) => this.#countedTwice.add(id, 0, 1, 0));
    return { lines: this.#lines, users: this.#users.count(), usersCountedTwice: this.#countedTwice };
  }

  /** Gives up memory and disk, but of what was found. */
  close(): void {
    this.#rows.close();
    this.#users.close();
    this.#pairs.close();
  }
}
