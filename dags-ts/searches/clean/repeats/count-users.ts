// The first pass: every row is kept, and users are counted, to see whether one comes twice.
import { GroupBy, KeyFilter } from "windsock/data";
import type { Pass, ValidRow } from "./pass.ts";
import { userKey } from "./user-key.ts";

export class CountUsers implements Pass {
  readonly furtherRows = 0;
  readonly usersCountedTwice = null;
  /** Users who came more than once, and perhaps some more. None of them is known before `isFinal` was asked. */
  repeatedUsers = new KeyFilter(0);
  readonly #seed: number;
  readonly #rows = new GroupBy();

  /** @param seed of {@link userKey} */
  constructor(seed: number) {
    this.#seed = seed;
  }

  keeps({ userId }: ValidRow): boolean {
    this.#rows.add(userKey(userId, this.#seed), 0, 1, 0);
    return true;
  }

  /** A row can only repeat another one when its user came twice. */
  isFinal(): boolean {
    const count = this.#countRepeated();
    if (count === 0) return true;
    this.repeatedUsers = new KeyFilter(count);
    const users = this.#rows.groups();
    while (users.next()) if (users.count > 1) this.repeatedUsers.add(users.key);
    return false;
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#rows.close();
  }

  #countRepeated(): number {
    let count = 0;
    const users = this.#rows.groups();
    while (users.next()) if (users.count > 1) count++;
    return count;
  }
}
