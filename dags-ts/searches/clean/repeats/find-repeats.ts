// Compares the rows of users who came more than once: which are exact repeats, and what must not count twice.
import { Buffer } from "node:buffer";
import { GroupBy, NumberSet, type RowSorter, type StoredRow } from "windsock/data";
import { firstTextKey } from "./user-key.ts";

/** What is known of a day's repeats. */
export interface Repeats {
  /** Lines of rows that came before, column for column. */
  readonly lines: NumberSet;
  /** Of the other rows, how many belong to a user who has one before. */
  readonly furtherRows: number;
  /** By search: how many users have it in more than one row, counted once less than they have it. */
  readonly usersCountedTwice: GroupBy;
}

/**
 * @param rows of all users who came more than once; others do no harm
 * @returns null when two users share a key, so that their rows cannot be told apart: sort by other keys
 */
export function findRepeats(rows: RowSorter): Repeats | null {
  const lines = new NumberSet();
  const usersCountedTwice = new GroupBy();
  let furtherRows = 0;
  let user: UserRows | undefined;
  for (const row of rows.sorted()) {
    if (user?.key !== row.key) {
      user?.finish(usersCountedTwice);
      user = new UserRows(row);
    } else if (!user.has(row)) {
      user.close();
      usersCountedTwice.close();
      return null;
    } else if (user.takesAsRepeat(row)) lines.add(row.line);
    else furtherRows += 1;
  }
  user?.finish(usersCountedTwice);
  return { lines, furtherRows, usersCountedTwice };
}

const searchesInMemory = 2 ** 16;
const [quote, comma] = [0x22, 0x2c] as const;

/** The rows of one user, sorted by hash and line. */
class UserRows {
  readonly key: number;
  readonly #userId: string;
  /** Different rows with the hash of the last one: nearly always it is the only one. */
  #sameHash: StoredRow[] = [];
  #searches: number[] = [];
  #moreSearches: GroupBy | undefined;

  constructor(first: StoredRow) {
    this.key = first.key;
    this.#userId = userIdOf(first);
    this.#add(first);
  }

  /** Whether the row, which has the user's key, is one of this user. */
  has(row: StoredRow): boolean {
    return userIdOf(row) === this.#userId;
  }

  /** Whether the row came before. Otherwise it is remembered. */
  takesAsRepeat(row: StoredRow): boolean {
    if (this.#sameHash[0]?.hash !== row.hash) this.#sameHash = [];
    if (this.#sameHash.some((other) => other.hasSameText(row))) return true;
    this.#add(row);
    return false;
  }

  /** Says how often each search was in another row of the same user. */
  finish(countedTwice: GroupBy): void {
    if (this.#moreSearches === undefined) {
      const counts = new Map<number, number>();
      for (const id of this.#searches) counts.set(id, (counts.get(id) ?? 0) + 1);
      for (const [id, count] of counts) if (count > 1) countedTwice.add(id, 0, count - 1, 0);
      return;
    }
    this.#moveSearches(this.#moreSearches);
    const groups = this.#moreSearches.groups();
    while (groups.next()) if (groups.count > 1) countedTwice.add(groups.key, 0, groups.count - 1, 0);
    this.close();
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#moreSearches?.close();
  }

  #add(row: StoredRow): void {
    this.#sameHash.push(row);
    for (const id of row.numbers) this.#searches.push(id);
    if (this.#searches.length < searchesInMemory) return;
    this.#moreSearches ??= new GroupBy();
    this.#moveSearches(this.#moreSearches);
  }

  #moveSearches(target: GroupBy): void {
    for (const id of this.#searches) target.add(id, 0, 1, 0);
    this.#searches = [];
  }
}

/** Of a user who is a number it is not needed: no two of them share a key. */
function userIdOf({ key, text }: StoredRow): string {
  if (key < firstTextKey) return "";
  return Buffer.from(text.subarray(0, firstColumnEnd(text))).toString("latin1");
}

/** Where the comma behind the first column is. In the clean data set, equal columns are written alike. */
function firstColumnEnd(row: Uint8Array): number {
  let quoted = false;
  for (let at = 0; at < row.length; at++) {
    if (row[at] === quote) quoted = !quoted;
    else if (row[at] === comma && !quoted) return at;
  }
  return row.length;
}
