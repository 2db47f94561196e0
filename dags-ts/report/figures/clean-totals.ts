// Adds up a day's clean data set, to compare it with the day's row in the table.
import type { SourceObject } from "../../objects/source-object.ts";
import { UnreadableSourceError } from "../../objects/unreadable-source-error.ts";
import { cleanLines, type NumberedLine, ROW_BYTES, userColumn } from "./clean-lines.ts";
import { RepeatedIds } from "./repeated-ids.ts";

export interface CleanTotals {
  readonly users: number;
  readonly searches: number;
  readonly rental: number;
  readonly sale: number;
  readonly none: number;
}

/**
 * The totals of all rows; memory does not grow with them.
 *
 * @throws {UnreadableSourceError} when it is not a clean data set
 */
export async function totalsOf(object: SourceObject): Promise<CleanTotals> {
  const sums = { searches: 0, rental: 0, sale: 0, none: 0 };
  const repeated = new RepeatedIds(object.size / ROW_BYTES);
  let users = 0;
  for await (const lines of cleanLines(object)) {
    for (const line of lines) {
      const [searches, , rental, sale, none] = trailingNumbers(line);
      sums.searches += searches;
      sums.rental += rental;
      sums.sale += sale;
      sums.none += none;
      repeated.add(userColumn(line));
    }
    users += lines.length;
  }
  return { ...sums, users: users - (repeated.any ? await surplusRows(object, repeated) : 0) };
}

/** How many rows are not the first one of their user. */
async function surplusRows(object: SourceObject, repeated: RepeatedIds): Promise<number> {
  const users = new Set<string>();
  let rows = 0;
  for await (const lines of cleanLines(object)) {
    for (const line of lines) {
      const user = userColumn(line);
      if (!repeated.isSuspect(user)) continue;
      rows += 1;
      users.add(user);
    }
  }
  return rows - users.size;
}

type Five = readonly [number, number, number, number, number];

/** The five counts that end each row. Cut off from behind: what comes before is long, and may hold commas. */
function trailingNumbers({ number, text }: NumberedLine): Five {
  const numbers: number[] = [];
  let end = text.length;
  for (let column = 0; column < 5; column += 1) {
    const comma = text.lastIndexOf(",", end - 1);
    const digits = text.slice(comma + 1, end);
    if (comma < 0 || !/^\d+$/.test(digits)) {
      throw new UnreadableSourceError(`Line ${number} does not end in five counts.`);
    }
    numbers.unshift(Number(digits));
    end = comma;
  }
  return numbers as unknown as Five;
}
