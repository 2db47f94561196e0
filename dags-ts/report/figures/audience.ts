// Whom to email: the users of one day's clean data set, by what they search for.
import { Buffer } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import { type ObjectVersion, UnreadableObjectError } from "windsock/hooks";
import { formatCsvLine } from "../../searches/csv-line.ts";
import type { Search } from "../../searches/search.ts";
import { type CleanRows, readCleanRows, userColumn, usualRowBytes } from "./clean-rows.ts";
import { RepeatedIds } from "./repeated-ids.ts";

/** `both`: rental and sale. `unspecified`: valid searches without a type only. */
export const segments = ["rental", "sale", "both", "unspecified"] as const;
type Segment = (typeof segments)[number];

/** Users by segment. */
export type Audience = Record<Segment, number>;

interface User {
  readonly userId: string;
  readonly searches: readonly Search[];
}

/**
 * `user_id,segment,search_ids` as CSV, each user once: in the order of the data set, users who may have several
 * rows last. The ids of a user's valid searches stand in one column, with spaces between them.
 *
 * @param audience is counted while the text is made
 * @throws {UnreadableObjectError} when it is not a clean data set
 */
export async function* audienceCsv(clean: ObjectVersion, audience: Audience): AsyncGenerator<string> {
  yield formatCsvLine(["user_id", "segment", "search_ids"]);
  const repeated = new RepeatedIds(clean.size / usualRowBytes);
  for await (const { bytes, bounds } of readCleanRows(clean)) {
    for (const start of bounds.slice(0, -1)) repeated.add(userColumn(bytes, start));
  }
  const suspects = new Map<string, Search[]>();
  for await (const rows of readCleanRows(clean)) {
    let text = "";
    for (const [index, user] of parseUsers(rows).entries()) {
      if (repeated.isSuspect(userColumn(rows.bytes, rows.bounds[index] ?? 0))) {
        suspects.set(user.userId, [...(suspects.get(user.userId) ?? []), ...user.searches]);
      } else {
        text += formatUser(user, audience);
      }
    }
    yield text;
  }
  for (const [userId, searches] of suspects) yield formatUser({ userId, searches }, audience);
}

function parseUsers({ bytes, bounds, first }: CleanRows): User[] {
  const [start = 0, end = start] = [bounds[0], bounds.at(-1)];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
  try {
    const rows: string[][] = parse(text, { record_delimiter: "\n" });
    return rows.map(([userId = "", , searches = ""], index) => {
      return { userId, searches: parseSearches(searches, first + index) };
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new UnreadableObjectError(`A row between ${first} and ${first + bounds.length - 2} is not CSV.`, {
      cause,
    });
  }
}

function parseSearches(text: string, row: number): Search[] {
  try {
    return JSON.parse(text) as Search[];
  } catch (cause) {
    throw new UnreadableObjectError(`Row ${row} has no JSON in valid_search_data.`, { cause });
  }
}

function formatUser({ userId, searches }: User, audience: Audience): string {
  const segment = segmentOf(searches);
  audience[segment] += 1;
  const ids = new Set(searches.map(({ search_id }) => search_id));
  return formatCsvLine([userId, segment, [...ids].join(" ")]);
}

function segmentOf(searches: readonly Search[]): Segment {
  const rental = searches.some(({ type }) => type === "Rental");
  const sale = searches.some(({ type }) => type === "Sales");
  if (rental && sale) return "both";
  if (rental) return "rental";
  return sale ? "sale" : "unspecified";
}
