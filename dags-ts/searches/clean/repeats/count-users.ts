// The first pass: every row stays, and users are counted, to see whether one comes twice.
import { GroupBy, KeyFilter } from "windsock/data";
import type { KeptRow, RowCheck } from "./pass.ts";
import { userKey } from "./user-key.ts";

export class CountUsers implements RowCheck {
  readonly furtherRows = 0;
  readonly #seed: number;
  readonly #rows = new GroupBy();

  /** @param seed of {@link userKey} */
  constructor(seed: number) {
    this.#seed = seed;
  }

  stays({ userId }: KeptRow): boolean {
    this.#rows.add(userKey(userId, this.#seed), 0, 1, 0);
    return true;
  }

  /** The keys that came more than once; null when there is none, which means that no row was a repeat. */
  repeatedKeys(): KeyFilter | null {
    const count = this.#count();
    if (count === 0) return null;
    const filter = new KeyFilter(count);
    const groups = this.#rows.groups();
    while (groups.next()) if (groups.count > 1) filter.add(groups.key);
    return filter;
  }

  close(): void {
    this.#rows.close();
  }

  #count(): number {
    let count = 0;
    const groups = this.#rows.groups();
    while (groups.next()) if (groups.count > 1) count++;
    return count;
  }
}
