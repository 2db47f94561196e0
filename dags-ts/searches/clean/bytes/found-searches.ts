// The valid searches of a row: as numbers, and as what their JSON is put together from.
import { typeCodes, ValidSearches } from "../../valid-searches.ts";
import { fixedEntries, JsonEntries } from "./json-entries.ts";

/** The same memory serves row after row. */
export class FoundSearches {
  readonly searches = new ValidSearches();
  readonly entries = new JsonEntries();
  /** By search: where its entries end. */
  ends = new Int32Array(64);
  readonly #minClicks: number;

  constructor(minClicks: number) {
    this.#minClicks = minClicks;
  }

  clear(): void {
    this.searches.clear();
    this.entries.length = 0;
  }

  isValid(enabled: boolean, clicks: number): boolean {
    return enabled && clicks >= this.#minClicks;
  }

  /** Adds a valid search, whose entries are the last ones. */
  add(id: number, clicks: number, listings: number, type: number): void {
    const index = this.searches.length;
    this.searches.add(id, clicks, listings, type);
    if (index === this.ends.length) this.#growEnds();
    this.ends[index] = this.entries.length;
  }

  #growEnds(): void {
    const ends = this.ends;
    this.ends = new Int32Array(ends.length * 2);
    this.ends.set(ends);
  }
}

/** The entry of each type. */
export const typeEntries: Readonly<Record<number, number>> = {
  [typeCodes.none]: fixedEntries.noType,
  [typeCodes.rental]: fixedEntries.rental,
  [typeCodes.sale]: fixedEntries.sale,
};
