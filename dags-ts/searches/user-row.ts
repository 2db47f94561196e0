// A row of the source: one user and what they searched for.
import { parseCsvLine } from "./csv-line.ts";
import { MalformedRowError } from "./malformed-row-error.ts";
import { parseUserData } from "./parse-user-data.ts";
import type { Search } from "./search.ts";

export const byteOrderMark = "\uFEFF";

export interface UserRow {
  readonly userId: string;
  /** The searches' text, as it is in the source. */
  readonly userData: string;
  readonly searches: readonly Search[];
}

/**
 * Reads one line of the source. A byte order mark before it is none of its characters: where files were put one
 * behind the other, there is one in the middle, too.
 *
 * @throws {MalformedRowError} with the reason why it cannot be read
 */
export function parseUserRow(line: string): UserRow {
  const [userId, userData, ...more] = parseCsvLine(line.startsWith(byteOrderMark) ? line.slice(1) : line);
  if (userId === undefined || userData === undefined || more.length > 0) {
    throw new MalformedRowError("the line does not have 2 columns");
  }
  if (userId === "") throw new MalformedRowError("user_id is empty");
  return { userId, userData, searches: parseUserData(userData) };
}
