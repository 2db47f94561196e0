// Whom to email: the users of one day's clean data set, by what they search for.
import { CsvError, parse } from "csv-parse/sync";
import type { SourceObject } from "../../objects/source-object.ts";
import { UnreadableSourceError } from "../../objects/unreadable-source-error.ts";
import { formatCsvLine } from "../../searches/csv-line.ts";
import type { Search } from "../../searches/search.ts";
import { cleanLines, type NumberedLine, ROW_BYTES, userColumn } from "./clean-lines.ts";
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
 * @throws {UnreadableSourceError} when it is not a clean data set
 */
export async function* audienceCsv(clean: SourceObject, audience: Audience): AsyncGenerator<string> {
  yield formatCsvLine(["user_id", "segment", "search_ids"]);
  const repeated = new RepeatedIds(clean.size / ROW_BYTES);
  for await (const lines of cleanLines(clean)) for (const line of lines) repeated.add(userColumn(line));
  const suspects = new Map<string, Search[]>();
  for await (const lines of cleanLines(clean)) {
    let text = "";
    for (const [index, user] of parseUsers(lines).entries()) {
      const line = lines[index];
      if (line && repeated.isSuspect(userColumn(line))) {
        suspects.set(user.userId, [...(suspects.get(user.userId) ?? []), ...user.searches]);
      } else {
        text += formatUser(user, audience);
      }
    }
    yield text;
  }
  for (const [userId, searches] of suspects) yield formatUser({ userId, searches }, audience);
}

function parseUsers(lines: readonly NumberedLine[]): User[] {
  const first = lines[0]?.number ?? 0;
  try {
    const rows: string[][] = parse(lines.map(({ text }) => text).join("\n"), { record_delimiter: "\n" });
    return rows.map(([userId = "", , searches = ""], index) => {
      return { userId, searches: parseSearches(searches, first + index) };
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new UnreadableSourceError(`Line ${first + Number(cause.lines) - 1} is not CSV.`, { cause });
  }
}

function parseSearches(text: string, line: number): Search[] {
  try {
    return JSON.parse(text) as Search[];
  } catch (cause) {
    throw new UnreadableSourceError(`Line ${line} has no JSON in valid_search_data.`, { cause });
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
