// Reads a user's searches in whichever dialect they are written.
import { parseSearchRecords } from "./parse-search-records.ts";
import { isSearchYaml, parseSearchYaml } from "./parse-search-yaml.ts";
import type { Search } from "./search.ts";

/**
 * The searches of one user, in order; none when the text is empty.
 *
 * @throws {MalformedRowError} when the text follows neither dialect
 */
export function parseUserData(userData: string): Search[] {
  return isSearchYaml(userData) ? parseSearchYaml(userData) : parseSearchRecords(userData);
}
