// The second pass, made only when a user came twice: the rows of such users are collected and compared.

import type { KeyFilter } from "windsock/data";
import { fingerprint, RowSorter } from "windsock/data";
import type { KeptRow, RowCheck } from "./pass.ts";
import { userKey } from "./user-key.ts";

export class CollectRows implements RowCheck {
  readonly furtherRows = 0;
  readonly sorter = new RowSorter();
  readonly #seed: number;
  readonly #users: KeyFilter;

  /** @param users who came more than once, and perhaps some more */
  constructor(users: KeyFilter, seed: number) {
    this.#users = users;
    this.#seed = seed;
  }

  stays(row: KeptRow): boolean {
    const key = userKey(row.userId, this.#seed);
    if (!this.#users.mayHave(key)) return false;
    const text = row.text();
    const numbers = row.searches.distinctIds();
    this.sorter.add({ key, hash: fingerprint(text), line: row.line, numbers, text });
    return false;
  }
}
