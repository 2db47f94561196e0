// The period's distinct searches, merged from the days' sorted lists: memory grows with the days, not with the
// searches.
import { Heap } from "windsock/data";
import type { AgreeingDay } from "./day-objects.ts";
import { DaySearches, UnreadableListError } from "./day-searches.ts";
import { windowsFor } from "./list-windows.ts";

/** A search of the period. */
export interface PeriodSearch {
  readonly searchId: number;
  /** `Rental`, `Sales` or nothing; that of its first day, when the days differ. */
  readonly type: string;
  /** Of all its days. */
  clicks: number;
  /** The users of each day, added up: who comes on two days counts twice. */
  userDays: number;
  /** Days it was valid on. */
  days: number;
}

const batchSearches = 4096;

/**
 * Each search once, in the order of their ids, many at a time.
 *
 * @throws {UnreadableListError} naming the day whose list is not one
 */
export async function* mergeSearches(days: readonly AgreeingDay[]): AsyncGenerator<PeriodSearch[]> {
  const windows = windowsFor(days.length);
  const cursors = days.map((day) => new DaySearches(day, windows));
  try {
    const heap = new Heap<DaySearches>([], isBefore);
    for (const cursor of cursors) if (await cursor.next()) heap.push(cursor);
    let batch: PeriodSearch[] = [];
    let search: PeriodSearch | undefined;
    for (let cursor = heap.first; cursor !== undefined; cursor = heap.first) {
      if (search?.searchId !== cursor.searchId) {
        if (batch.length >= batchSearches) {
          yield batch;
          batch = [];
        }
        const { searchId, type } = cursor;
        search = { searchId, type, clicks: 0, userDays: 0, days: 0 };
        batch.push(search);
      }
      search.clicks += cursor.clicks;
      if (!Number.isSafeInteger(search.clicks)) throw tooManyClicks(cursor.day, search.searchId);
      search.userDays += cursor.users;
      search.days += 1;
      const more = cursor.next();
      if (more === true || (await more)) heap.firstHasMoved();
      else heap.removeFirst();
    }
    if (batch.length > 0) yield batch;
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

function tooManyClicks(day: string, id: number): UnreadableListError {
  const problem = `add up to more than ${Number.MAX_SAFE_INTEGER}, the most that is supported`;
  return new UnreadableListError(day, `The clicks of search ${id} up to this day ${problem}.`);
}

function isBefore(a: DaySearches, b: DaySearches): boolean {
  return a.searchId < b.searchId || (a.searchId === b.searchId && a.day < b.day);
}
