// The most clicked searches of any number, in memory for the few that are kept.
import { Heap } from "windsock/data";
import type { PeriodSearch } from "./merge-searches.ts";

/** Keeps the first `limit` by clicks; of equal ones, those with the lower ids. */
export class TopSearches {
  readonly #limit: number;
  /** The last one of those that are kept comes first: it makes room for a better one. */
  readonly #kept = new Heap<PeriodSearch>([], (a, b) => byClicks(a, b) > 0);

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(search: PeriodSearch): void {
    const last = this.#kept.first;
    if (this.#kept.size === this.#limit && last && byClicks(search, last) > 0) return;
    this.#kept.push(search);
    if (this.#kept.size > this.#limit) this.#kept.removeFirst();
  }

  /** The most clicked one first. */
  get list(): PeriodSearch[] {
    return [...this.#kept].sort(byClicks);
  }
}

function byClicks(a: PeriodSearch, b: PeriodSearch): number {
  return b.clicks - a.clicks || a.searchId - b.searchId;
}
