// The day's distinct valid searches, gathered while its users go by.
import { formatCsvLine } from "./csv-line.ts";
import type { Search, SearchType } from "./search.ts";

const LINES_A_CHUNK = 10_000;

interface UniqueSearch {
  /** Of the occurrence seen first, when a search comes with different types. */
  readonly type: SearchType;
  clicks: number;
  readonly firstUser: number;
  /** Nearly all searches have one user only and need no set. */
  otherUsers?: Set<number>;
}

/** Collects valid searches by `search_id`. */
export class UniqueSearches {
  readonly #byId = new Map<number, UniqueSearch>();

  /** @param user a number that stands for the user */
  add(user: number, valid: readonly Search[]): void {
    for (const { search_id, type, clicks } of valid) {
      const known = this.#byId.get(search_id);
      if (known === undefined) {
        this.#byId.set(search_id, { type, clicks, firstUser: user });
        continue;
      }
      known.clicks += clicks;
      if (known.firstUser === user) continue;
      known.otherUsers ??= new Set();
      known.otherUsers.add(user);
    }
  }

  get size(): number {
    return this.#byId.size;
  }

  /** `search_id,type,clicks,users` as CSV, ordered by `search_id`, in chunks of many lines. */
  *csv(): Generator<string> {
    yield formatCsvLine(["search_id", "type", "clicks", "users"]);
    const searches = Array.from(this.#byId).sort(([a], [b]) => a - b);
    for (let start = 0; start < searches.length; start += LINES_A_CHUNK) {
      yield searches
        .slice(start, start + LINES_A_CHUNK)
        .map(formatUniqueSearch)
        .join("");
    }
  }
}

function formatUniqueSearch([id, { type, clicks, otherUsers }]: [number, UniqueSearch]): string {
  return formatCsvLine([id, type ?? "", clicks, 1 + (otherUsers?.size ?? 0)]);
}
