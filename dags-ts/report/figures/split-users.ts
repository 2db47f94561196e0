// The users who may have several rows in a clean data set, put together in memory that does not grow with their rows.
import { Buffer } from "node:buffer";
import { RowSorter, type RowSorterOptions } from "windsock/data";
import { userIdOf, userKey } from "./user-key.ts";

/** A user, or one more search of the user that came before. */
export type UserPart =
  | { readonly kind: "user"; readonly userId: string; readonly tags: number }
  | { readonly kind: "search"; readonly searchId: number };

/** A user while the rows of their key go by. */
interface MergedUser {
  readonly number: number;
  tags: number;
  lastId: number;
}

/** Before any search: it is of the user alone. */
const noSearch = -1;
const noText = new Uint8Array();

/**
 * Sorts twice: by user and search, which puts repeated searches one behind the other; then, without them, in the order
 * in which the searches came. Call `close` when it is no longer needed.
 */
export class SplitUsers {
  readonly #bySearch: RowSorter;
  readonly #byOrder: RowSorter;
  #searches = 0;
  #users = 0;

  /** @param options of each of the two sorts */
  constructor(options: RowSorterOptions = {}) {
    this.#bySearch = new RowSorter(options);
    this.#byOrder = new RowSorter(options);
  }

  /** @param tag bits that are gathered over all of the user's searches */
  add(userId: string, searches: readonly { readonly searchId: number; readonly tag: number }[]): void {
    const user = { key: userKey(userIdOf(userId), 0), text: Buffer.from(userId) };
    this.#bySearch.add({ ...user, hash: noSearch, line: 0, numbers: [0] });
    for (const { searchId, tag } of searches) {
      this.#bySearch.add({ ...user, hash: searchId, line: this.#searches++, numbers: [tag] });
    }
  }

  /** Each user once, and behind each the different searches, in the order in which they came. Call it once. */
  *parts(): Generator<UserPart> {
    this.#merge();
    for (const { hash, numbers, text } of this.#byOrder.sorted()) {
      const [number = 0] = numbers;
      if (hash !== noSearch) yield { kind: "search", searchId: number };
      else yield { kind: "user", userId: Buffer.from(text).toString(), tags: number };
    }
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#bySearch.close();
    this.#byOrder.close();
  }

  #merge(): void {
    let key = Number.NaN;
    // Nearly always one: two users share a key by chance, once in 2^52.
    let users = new Map<string, MergedUser>();
    for (const row of this.#bySearch.sorted()) {
      if (row.key !== key) {
        this.#finish(users);
        users = new Map();
        key = row.key;
      }
      const userId = Buffer.from(row.text).toString();
      const user = users.get(userId) ?? { number: this.#users++, tags: 0, lastId: noSearch };
      users.set(userId, user);
      user.tags |= row.numbers[0] ?? 0;
      if (row.hash === user.lastId) continue;
      user.lastId = row.hash;
      this.#byOrder.add({ key: user.number, hash: row.line, line: 0, numbers: [row.hash], text: noText });
    }
    this.#finish(users);
  }

  #finish(users: ReadonlyMap<string, MergedUser>): void {
    for (const [userId, { number, tags }] of users) {
      this.#byOrder.add({ key: number, hash: noSearch, line: 0, numbers: [tags], text: Buffer.from(userId) });
    }
  }
}
