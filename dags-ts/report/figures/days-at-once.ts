// Works on several days at once, so that one is read while another one is counted: as many as a budget of memory allows.
import type { DailyRow } from "./daily-rows.ts";

const budgetBytes = 128 * 2 ** 20;
/** With more, a store would be asked for more at once than it is of use. */
const mostAtOnce = 8;

/** Of a day: buffers, and what a GroupBy takes besides its values. */
const fixedBytes = 8 * 2 ** 20;
/** A GroupBy puts what is more on disk. */
const mostValueBytes = 24 * 2 ** 20;
const valueBytes = 10;

type Size = Pick<DailyRow, "users" | "searches">;

/**
 * Does the work of each day. A day that takes more than the budget is worked on alone.
 *
 * @returns the results in the order of the days, whichever comes first
 * @throws what the work of the earliest day throws of those that fail, once no other one is running
 */
export async function daysAtOnce<Day extends Size, Result>(
  days: readonly Day[],
  work: (day: Day) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const failures = new Map<number, unknown>();
  const running = new Set<Promise<void>>();
  let taken = 0;
  for (const [index, day] of days.entries()) {
    const bytes = memoryOf(day);
    while (running.size > 0 && (taken + bytes > budgetBytes || running.size === mostAtOnce)) {
      await Promise.race(running);
    }
    if (failures.size > 0) break;
    taken += bytes;
    const run: Promise<void> = work(day)
      .then(
        (result) => void results.set(index, result),
        (error: unknown) => void failures.set(index, error),
      )
      .finally(() => {
        taken -= bytes;
        running.delete(run);
      });
    running.add(run);
  }
  await Promise.all(running);
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return days.map((_, index) => results.get(index) as Result);
}

/** Users are counted, and searches gathered. */
function memoryOf({ users, searches }: Size): number {
  const values = [users, searches].map((count) => Math.min(mostValueBytes, count * valueBytes));
  return values.reduce((sum, bytes) => sum + bytes, fixedBytes);
}
