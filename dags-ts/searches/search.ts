// One property search of a user: its fields as values, and what makes it valid.
import type { JsonValue } from "windsock";
import { MalformedRowError } from "./malformed-row-error.ts";

export type SearchType = "Rental" | "Sales" | null;

/** A search, in the words of the export. Fields it does not know are kept beside these. */
export interface Search {
  readonly search_id: number;
  readonly enabled: boolean;
  readonly clicks: number;
  readonly listings: number;
  readonly type: SearchType;
  readonly [field: string]: JsonValue;
}

/** Clicks that make a search a valid one, unless somebody says otherwise. */
export const defaultMinClicks = 3;

/** Larger ones would lose digits in JSON. */
const maxId = Number.MAX_SAFE_INTEGER;

/** Of clicks and of listings. Those of nine million searches still add up exactly. */
export const maxCount = 999_999_999;

/** A search is worth an email when it is enabled and was clicked often enough. */
export function isValid({ enabled, clicks }: Search, minClicks: number): boolean {
  return enabled && clicks >= minClicks;
}

/**
 * The search that a record's texts stand for, its fields in the record's order. `search_id` must be there;
 * without the others a search is not enabled, has 0 clicks, 0 listings and no type.
 *
 * @throws {MalformedRowError} when a field holds what it must not
 */
export function toSearch(texts: ReadonlyMap<string, string>): Search {
  return {
    ...Object.fromEntries(Array.from(texts, ([name, text]) => [name, numberOrText(text)])),
    search_id: wholeNumber("search_id", texts.get("search_id") ?? missing("search_id"), maxId),
    enabled: flag("enabled", texts.get("enabled") ?? "False"),
    clicks: wholeNumber("clicks", texts.get("clicks") ?? "0", maxCount),
    listings: wholeNumber("listings", texts.get("listings") ?? "0", maxCount),
    type: searchType(texts.get("type") ?? ""),
  };
}

/** A number where writing it gives the same text again, so that nothing is lost; otherwise the text. */
export function numberOrText(text: string): number | string {
  const number = Number(text);
  return String(number) === text && Number.isFinite(number) ? number : text;
}

function wholeNumber(name: string, text: string, max: number): number {
  if (!/^\d+$/.test(text)) throw new MalformedRowError(`${name} is not a whole number written in digits`);
  if (/^0\d/.test(text)) throw new MalformedRowError(`${name} has leading zeros`);
  const number = Number(text);
  if (number <= max) return number;
  throw new MalformedRowError(`${name} is larger than ${max}, the most that is supported`);
}

function flag(name: string, text: string): boolean {
  // The one export is written by Python, the other by Ruby.
  if (text === "True" || text === "true") return true;
  if (text === "False" || text === "false") return false;
  throw new MalformedRowError(`${name} is none of True, true, False and false`);
}

function searchType(text: string): SearchType {
  if (text === "") return null;
  if (text === "Rental" || text === "Sales") return text;
  throw new MalformedRowError("type is not Rental, Sales or empty");
}

function missing(name: string): never {
  throw new MalformedRowError(`a search has no ${name}`);
}
