// What the sample data says: users and their property searches, day after day, as CSV text.
import { PythonRandom } from "./python-random.ts";

/** What the original data set is made of: its first and last day, and what {@link searchDays} was given. */
export const originalData = { from: "2021-07-01", to: "2021-07-29", usersPerDay: 9999, seed: 100 } as const;

const firstUserIdOfAll = 1320;
const chunkLength = 64 * 1024;
// The site's export escaped its line ends: these backslashes are characters of the file.
const nextMark = String.raw`\\n`;
const endMark = String.raw`\n`;

export interface SearchDaysOptions {
  /** Users, and so rows, of each day. @default 9999 */
  readonly usersPerDay?: number;
  /** Another seed, 0 .. 2 ** 32 - 1, gives other searches. @default 100 */
  readonly seed?: number;
}

/**
 * The days from 2021-07-01 on, without end; with the defaults those of the original data set.
 *
 * One sequence of random numbers and one of user ids run through all days. So a day depends on those before
 * it, and what the caller leaves unread of a day is drawn all the same when it asks for the next one.
 */
export function* searchDays({
  usersPerDay = originalData.usersPerDay,
  seed = originalData.seed,
}: SearchDaysOptions = {}): Generator<SearchDay, never> {
  const random = new PythonRandom(seed);
  let firstUserId = firstUserIdOfAll;
  for (let date: string = originalData.from; ; date = dayAfter(date)) {
    const day = new SearchDay(date, firstUserId, usersPerDay, random);
    yield day;
    day.skipRest();
    firstUserId += usersPerDay;
  }
}

/** The searches of one day, one row a user. */
export class SearchDay {
  /** The day, as 2021-07-01. */
  readonly date: string;
  readonly #firstUserId: number;
  readonly #users: number;
  readonly #random: PythonRandom;
  #drawn = 0;

  constructor(date: string, firstUserId: number, users: number, random: PythonRandom) {
    this.date = date;
    this.#firstUserId = firstUserId;
    this.#users = users;
    this.#random = random;
  }

  /** The file's text in chunks of about 64 KiB, made while it is read. Read it once. */
  *csv(): Generator<string, void> {
    const createdAt = withoutDashes(this.date);
    let chunk = "user_id,user_data\n";
    while (this.#drawn < this.#users) {
      chunk += `${this.#firstUserId + this.#drawn},`;
      for (const search of this.#nextSearches()) chunk += userData(search, createdAt);
      chunk += "\n";
      if (chunk.length < chunkLength) continue;
      yield chunk;
      chunk = "";
    }
    yield chunk;
  }

  /** Draws the rows not read yet, so that the next day starts where it has to. */
  skipRest(): void {
    while (this.#drawn < this.#users) this.#nextSearches();
  }

  #nextSearches(): Search[] {
    const record = ++this.#drawn;
    const count = record % 10 === 0 ? this.#random.pick([1, 10]) : 1;
    return Array.from({ length: count }, () => drawSearch(this.#random));
  }
}

interface Search {
  readonly searchId: number;
  readonly enabled: string;
  readonly clicks: number;
  readonly listings: number;
  readonly type: string;
}

// The order of the draws is part of the data.
function drawSearch(random: PythonRandom): Search {
  return {
    searchId: random.randrange(0, 6_000_000),
    enabled: random.pick(["True", "False"]),
    clicks: random.randrange(1, 10),
    listings: random.randrange(1, 10),
    type: random.pick(["Rental", "Sales", ""]),
  };
}

function userData({ searchId, enabled, clicks, listings, type }: Search, createdAt: string): string {
  return (
    `--${nextMark}-:search_id:${searchId}${nextMark}:enabled:${enabled}${nextMark}:clicks:${clicks}` +
    `${nextMark}:created_at:${createdAt}${nextMark}:listings:${listings}${nextMark}:type:${type}${endMark}`
  );
}

/** 20210701 for 2021-07-01, what Airflow calls `ds_nodash`. */
export function withoutDashes(date: string): string {
  return date.replaceAll("-", "");
}

/** The day after `date`, as 2021-07-02. */
export function dayAfter(date: string): string {
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, "2021-07-01".length);
}
