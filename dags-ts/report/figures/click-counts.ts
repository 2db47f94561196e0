// Counts a day's source as if other numbers of clicks made a search valid. The clean data set cannot tell: who has
// no search with enough clicks is not in it.
import { hash } from "node:crypto";
import { ObjectChangedError } from "windsock/hooks";
import { openSource, type Source } from "../../objects/open-source.ts";
import { readLines } from "../../objects/read-lines.ts";
import type { SourceObject } from "../../objects/source-object.ts";
import { MalformedRowError } from "../../searches/malformed-row-error.ts";
import { isValid } from "../../searches/search.ts";
import { skipHeader } from "../../searches/skip-header.ts";
import { parseUserRow, type UserRow } from "../../searches/user-row.ts";
import { RepeatedIds } from "./repeated-ids.ts";

/** About how long a user's line is, and how much of it is left when it is packed. */
const ROW_BYTES = 150;
const PACKED_ROW_BYTES = 15;

export interface ClickCounts {
  /** Users with a valid search. */
  readonly users: number;
  /** Valid searches. */
  readonly searches: number;
}

type Place = Pick<SourceObject, "store" | "bucket" | "key">;

/**
 * By the rules of the clean step: rows that cannot be read are passed over, and exact repeats of a row count
 * once. Memory does not grow with the source, but for users who have several rows.
 *
 * @param thresholds numbers of clicks, in any order
 * @returns the counts at each threshold
 * @throws {ObjectNotFoundError} when the source is not there
 * @throws {UnreadableSourceError} when it is not a table of users
 */
export async function countAtClicks(
  place: Place,
  thresholds: readonly number[],
  signal: AbortSignal,
): Promise<ClickCounts[]> {
  const lowest = Math.min(...thresholds);
  const source = await openSource(place.store, place.bucket, place.key);
  const repeated = new RepeatedIds(source.size / (source.format === "plain" ? ROW_BYTES : PACKED_ROW_BYTES));
  const first = new Tally(thresholds);
  for await (const rows of rowsWith(source, lowest, signal)) {
    for (const row of rows) {
      repeated.add(row.userId);
      first.add(row, true);
    }
  }
  if (!repeated.any) return first.counts;
  // Of the suspects' rows, what was counted is taken back, and what is right is counted.
  const asCounted = new Tally(thresholds);
  const exact = new SuspectTally(thresholds);
  for await (const rows of rowsWith(await reopen(source), lowest, signal)) {
    for (const row of rows) {
      if (!repeated.isSuspect(row.userId)) continue;
      asCounted.add(row, true);
      exact.add(row);
    }
  }
  return first.counts.map(({ users, searches }, index) => ({
    users: users - (asCounted.counts[index]?.users ?? 0) + (exact.counts[index]?.users ?? 0),
    searches: searches - (asCounted.counts[index]?.searches ?? 0) + (exact.counts[index]?.searches ?? 0),
  }));
}

async function reopen({ store, bucket, key, etag }: Source): Promise<Source> {
  const again = await openSource(store, bucket, key);
  if (again.etag !== etag) throw new ObjectChangedError(bucket, key);
  return again;
}

/** The rows that have a valid search, many at a time. */
async function* rowsWith(source: Source, minClicks: number, signal: AbortSignal): AsyncGenerator<UserRow[]> {
  for await (const { lines } of skipHeader(readLines(source.text))) {
    signal.throwIfAborted();
    yield lines.flatMap((line) => {
      const row = line === "" ? undefined : readable(line);
      return row?.searches.some((search) => isValid(search, minClicks)) ? [row] : [];
    });
  }
}

function readable(line: string): UserRow | undefined {
  try {
    return parseUserRow(line);
  } catch (error) {
    if (error instanceof MalformedRowError) return undefined;
    throw error;
  }
}

class Tally {
  readonly #thresholds: readonly number[];
  readonly counts: { users: number; searches: number }[];

  constructor(thresholds: readonly number[]) {
    this.#thresholds = thresholds;
    this.counts = thresholds.map(() => ({ users: 0, searches: 0 }));
  }

  /** @param countsUser whether the user is new, at a threshold */
  add({ searches }: UserRow, countsUser: boolean | ((threshold: number) => boolean)): void {
    for (const [index, threshold] of this.#thresholds.entries()) {
      const counts = this.counts[index];
      const valid = searches.filter((search) => isValid(search, threshold)).length;
      if (counts === undefined || valid === 0) continue;
      counts.searches += valid;
      if (typeof countsUser === "boolean" ? countsUser : countsUser(threshold)) counts.users += 1;
    }
  }
}

/** Remembers users and rows, of which there are few. */
class SuspectTally {
  readonly #tally: Tally;
  readonly #users = new Set<string>();
  readonly #rows = new Set<string>();

  constructor(thresholds: readonly number[]) {
    this.#tally = new Tally(thresholds);
  }

  get counts(): readonly ClickCounts[] {
    return this.#tally.counts;
  }

  add(row: UserRow): void {
    const before = this.#rows.size;
    this.#rows.add(hash("sha256", JSON.stringify([row.userId, row.userData]), "base64"));
    if (this.#rows.size === before) return;
    this.#tally.add(row, (threshold) => {
      const users = this.#users.size;
      this.#users.add(`${threshold} ${row.userId}`);
      return this.#users.size > users;
    });
  }
}
