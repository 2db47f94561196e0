// Adds up a day's clean data set, to compare it with the day's row in the table.
import { Buffer } from "node:buffer";
import { GroupBy, KeyFilter, RowSorter, type StoredRow } from "windsock/data";
import { type ObjectVersion, UnreadableObjectError } from "windsock/hooks";
import { readCleanRows, userAt } from "./clean-rows.ts";
import { firstTextKey, userKey } from "./user-key.ts";

export interface CleanTotals {
  readonly users: number;
  readonly searches: number;
  readonly rental: number;
  readonly sale: number;
  readonly none: number;
}

const [lineFeed, comma, zero, nine] = [0x0a, 0x2c, 0x30, 0x39] as const;
const countColumns = 5;

/**
 * The totals of all rows; memory does not grow with them.
 *
 * @throws {UnreadableObjectError} when it is not a clean data set
 */
export async function totalsOf(object: ObjectVersion): Promise<CleanTotals> {
  const counts = new TrailingCounts();
  const rowsByUser = new GroupBy();
  let rows = 0;
  try {
    for await (const { bytes, bounds, first } of readCleanRows(object)) {
      for (let index = 0; index + 1 < bounds.length; index += 1) {
        const start = bounds[index] as number;
        counts.add(bytes, start, bounds[index + 1] as number, first + index);
        rowsByUser.add(userKey(userAt(bytes, start), 0), 0, 1, 0);
      }
      rows += bounds.length - 1;
    }
    const [searches = 0, , rental = 0, sale = 0, none = 0] = counts.sums;
    const users = rows - (await furtherRows(object, rowsByUser));
    return { users, searches, rental, sale, none };
  } finally {
    rowsByUser.close();
  }
}

/** How many rows are not the first one of their user. */
async function furtherRows(object: ObjectVersion, rowsByUser: GroupBy): Promise<number> {
  let ofNumbers = 0;
  let textKeys = 0;
  const users = rowsByUser.groups();
  while (users.next()) {
    if (users.count === 1) continue;
    if (users.key < firstTextKey) ofNumbers += users.count - 1;
    else textKeys += 1;
  }
  return ofNumbers + (textKeys === 0 ? 0 : await furtherRowsOfTexts(object, rowsByUser, textKeys));
}

/** Users who are texts may share a key: their rows are read again, and sorted, on disk where they are many. */
async function furtherRowsOfTexts(object: ObjectVersion, rowsByUser: GroupBy, keys: number): Promise<number> {
  const repeated = new KeyFilter(keys);
  const users = rowsByUser.groups();
  while (users.next()) if (users.count > 1 && users.key >= firstTextKey) repeated.add(users.key);
  const sorter = new RowSorter();
  try {
    for await (const { bytes, bounds } of readCleanRows(object)) {
      for (const start of bounds.slice(0, -1)) {
        const user = userAt(bytes, start);
        const key = userKey(user, 0);
        if (typeof user === "number" || !repeated.mayHave(key)) continue;
        sorter.add({ key, hash: 0, line: 0, numbers: [], text: Buffer.from(user, "latin1") });
      }
    }
    return countRepeats(sorter.sorted());
  } finally {
    sorter.close();
  }
}

function countRepeats(rows: Iterable<StoredRow>): number {
  let repeats = 0;
  let key = Number.NaN;
  // Nearly always one: two users share a key by chance, once in 2^52.
  let users = new Set<string>();
  for (const row of rows) {
    if (row.key !== key) users = new Set();
    key = row.key;
    const user = Buffer.from(row.text).toString("latin1");
    if (users.has(user)) repeats += 1;
    users.add(user);
  }
  return repeats;
}

/** The five counts that end each row, read from behind: what comes before is long, and may hold commas. */
class TrailingCounts {
  readonly sums = new Array<number>(countColumns).fill(0);

  /** @param end behind the row's line feed */
  add(bytes: Uint8Array, start: number, end: number, row: number): void {
    let at = end - 1;
    if (bytes[at] !== lineFeed) throw wrong(row);
    for (let column = countColumns - 1; column >= 0; column -= 1) {
      const behind = at;
      let value = 0;
      for (let place = 1; at > start; place *= 10) {
        const byte = bytes[at - 1] ?? 0;
        if (byte < zero || byte > nine) break;
        value += (byte - zero) * place;
        at -= 1;
      }
      if (at === behind || bytes[at - 1] !== comma) throw wrong(row);
      this.sums[column] = (this.sums[column] ?? 0) + value;
      at -= 1;
    }
  }
}

function wrong(row: number): UnreadableObjectError {
  return new UnreadableObjectError(`Row ${row} does not end in five counts.`);
}
