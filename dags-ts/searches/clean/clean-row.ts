// A row of the clean data set: what is known of a user with valid searches.
import { formatCsvLine } from "../csv-line.ts";
import type { Search, SearchType } from "../search.ts";
import type { UserRow } from "../user-row.ts";

/** The header line of the clean data set. */
export const cleanHeader = formatCsvLine([
  "user_id",
  "user_data",
  "valid_search_data",
  "num_eligible_searches",
  "avg_listings",
  "num_rental_search_type",
  "num_sale_search_type",
  "none_search_type",
]);

/** How many of the searches are of each type. */
interface SearchCounts {
  readonly rental: number;
  readonly sale: number;
  readonly none: number;
}

function countByType(searches: readonly Search[]): SearchCounts {
  const count = (type: SearchType) => searches.filter((search) => search.type === type).length;
  return { rental: count("Rental"), sale: count("Sales"), none: count(null) };
}

/**
 * The line of a user that stays.
 *
 * @param valid the user's valid searches, at least one
 */
export function formatCleanRow({ userId, userData }: UserRow, valid: readonly Search[]): string {
  const listings = valid.reduce((sum, search) => sum + search.listings, 0);
  const { rental, sale, none } = countByType(valid);
  return formatCsvLine([
    userId,
    userData,
    JSON.stringify(valid),
    valid.length,
    Math.ceil(listings / valid.length),
    rental,
    sale,
    none,
  ]);
}
