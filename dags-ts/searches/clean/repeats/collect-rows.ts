// The second pass, made only when a user came twice: no row is kept, those of such users are put aside to be compared.
import { fingerprint, type KeyFilter, RowSorter } from "windsock/data";
import type { Pass, ValidRow } from "./pass.ts";
import { userKey } from "./user-key.ts";

export class CollectRows implements Pass {
  readonly furtherRows = 0;
  readonly usersCountedTwice = null;
  /** The rows by user; equal rows of a user one after the other, the first one first. */
  readonly rows = new RowSorter();
  readonly #seed: number;
  readonly #users: KeyFilter;

  /** @param users who came more than once, and perhaps some more */
  constructor(users: KeyFilter, seed: number) {
    this.#users = users;
    this.#seed = seed;
  }

  keeps(row: ValidRow): boolean {
    const key = userKey(row.userId, this.#seed);
    if (!this.#users.mayHave(key)) return false;
    const text = row.text();
    const numbers = row.searches.distinctIds();
    this.rows.add({ key, hash: fingerprint(text), line: row.line, numbers, text });
    return false;
  }

  isFinal(): boolean {
    return false;
  }

  /** Gives up memory and disk. */
  close(): void {
    this.rows.close();
  }
}
