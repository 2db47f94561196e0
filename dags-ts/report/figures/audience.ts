// Whom to email: the users of one day's clean data set, by what they search for.
import { Buffer } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import { type ObjectVersion, UnreadableObjectError } from "windsock/hooks";
import type { Search } from "../../searches/search.ts";
import { type CleanRows, readCleanRows, userColumn, usualRowBytes } from "./clean-rows.ts";
import { RepeatedIds } from "./repeated-ids.ts";
import { SplitUsers } from "./split-users.ts";
import { spreadsheetLine } from "./spreadsheet-line.ts";

const pieceCharacters = 64 * 1024;

/** `both`: rental and sale. `unspecified`: valid searches without a type only. */
export const segments = ["rental", "sale", "both", "unspecified"] as const;
type Segment = (typeof segments)[number];

/** Users by segment. */
export type Audience = Record<Segment, number>;

/** A valid search, as the list needs it. */
interface UserSearch {
  readonly searchId: number;
  /** One of {@link tags}. */
  readonly tag: number;
}

interface User {
  readonly userId: string;
  readonly searches: readonly UserSearch[];
}

/** What a search is for, as a bit. */
const tags = { none: 0, rental: 1, sale: 2 } as const;
const segmentsByTags: readonly Segment[] = ["unspecified", "rental", "sale", "both"];

/**
 * `user_id,segment,search_ids` as CSV, each user once: in the order of the data set, users who may have several
 * rows last. The ids of a user's valid searches stand in one column, with spaces between them. Memory does not grow
 * with the data set.
 *
 * @param audience is counted while the text is made
 * @throws {UnreadableObjectError} when it is not a clean data set
 */
export async function* audienceCsv(clean: ObjectVersion, audience: Audience): AsyncGenerator<string> {
  yield spreadsheetLine(["user_id", "segment", "search_ids"]);
  const repeated = new RepeatedIds(clean.size / usualRowBytes);
  for await (const { bytes, bounds } of readCleanRows(clean)) {
    for (const start of bounds.slice(0, -1)) repeated.add(userColumn(bytes, start));
  }
  const split = new SplitUsers();
  try {
    for await (const rows of readCleanRows(clean)) {
      let text = "";
      for (const [index, user] of parseUsers(rows).entries()) {
        if (repeated.isSuspect(userColumn(rows.bytes, rows.bounds[index] ?? 0))) {
          split.add(user.userId, user.searches);
        } else text += formatUser(user, audience);
      }
      yield text;
    }
    yield* splitUsersCsv(split, audience);
  } finally {
    split.close();
  }
}

/** Piece by piece: a user may have more searches than a text should hold. */
function* splitUsersCsv(split: SplitUsers, audience: Audience): Generator<string> {
  let text = "";
  let [lineEnd, separator] = ["", ""];
  for (const part of split.parts()) {
    if (part.kind === "user") {
      // The line goes on with the ids of the searches.
      const line = spreadsheetLine([part.userId, count(part.tags, audience), ""]);
      text += lineEnd + line.slice(0, -1);
      [lineEnd, separator] = ["\n", ""];
    } else {
      text += separator + part.searchId;
      separator = " ";
    }
    if (text.length < pieceCharacters) continue;
    yield text;
    text = "";
  }
  yield text + lineEnd;
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

function parseSearches(text: string, row: number): UserSearch[] {
  try {
    return (JSON.parse(text) as Search[]).map(({ search_id: searchId, type }) => {
      if (!Number.isSafeInteger(searchId)) throw new TypeError("A search_id is no whole number.");
      return { searchId, tag: type === "Rental" ? tags.rental : type === "Sales" ? tags.sale : tags.none };
    });
  } catch (cause) {
    throw new UnreadableObjectError(`Row ${row} has no searches as JSON in valid_search_data.`, { cause });
  }
}

function formatUser({ userId, searches }: User, audience: Audience): string {
  const ids = new Set(searches.map(({ searchId }) => searchId));
  const segment = count(
    searches.reduce((all, { tag }) => all | tag, 0),
    audience,
  );
  return spreadsheetLine([userId, segment, [...ids].join(" ")]);
}

function count(allTags: number, audience: Audience): Segment {
  const segment = segmentsByTags[allTags] ?? "both";
  audience[segment] += 1;
  return segment;
}
