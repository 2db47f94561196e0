// The most clicked searches of any number, in memory for the few that are kept.
import TinyQueue from "tinyqueue";
import type { PeriodSearch } from "./merge-searches.ts";

/** Keeps the first `limit` by clicks; of equal ones, those with the lower ids. */
export class TopSearches {
  readonly #limit: number;
  readonly #kept = new TinyQueue<PeriodSearch>([], (a, b) => -byClicks(a, b));

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(search: PeriodSearch): void {
    const last = this.#kept.peek();
    if (this.#kept.length === this.#limit && last && byClicks(search, last) > 0) return;
    this.#kept.push(search);
    if (this.#kept.length > this.#limit) this.#kept.pop();
  }

  /** The most clicked one first. */
  get list(): PeriodSearch[] {
    return [...this.#kept.data].sort(byClicks);
  }
}

function byClicks(a: PeriodSearch, b: PeriodSearch): number {
  return b.clicks - a.clicks || a.searchId - b.searchId;
}
