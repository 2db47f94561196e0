// The rows of public.search_stats that the report is about.
import { AirflowFailException } from "windsock";
import type { Statements } from "windsock/hooks";
import * as z from "zod";
import { daysBetween } from "../../days/days.ts";

const count = z.int().min(0);

const DailyRow = z.object({
  day: z.iso.date(),
  users: count,
  searches: count,
  rental: count,
  sale: count,
  none: count,
});

/** A day's figures. */
export type DailyRow = z.output<typeof DailyRow>;

/** First and last day; null stands for the table's own. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

const selectedColumns = `day, num_users as users, num_searches as searches, num_rental_searches as rental,
  num_sale_searches as sale, num_none_searches as none`;

/**
 * One row a day, in order.
 *
 * @throws {AirflowFailException} when there is none, or a day has several
 */
export async function readDailyRows(warehouse: Statements, { from, to }: Period): Promise<DailyRow[]> {
  if (from !== null && to !== null && from > to) {
    throw new AirflowFailException(`The period ends (to ${to}) before it begins (from ${from}).`);
  }
  const found = await warehouse.query(
    `select ${selectedColumns} from public.search_stats
      where ($1::date is null or day >= $1::date) and ($2::date is null or day <= $2::date) order by day`,
    [from, to],
  );
  if (found.length === 0) throw await nothingFound(warehouse, { from, to });
  const rows = z.array(DailyRow).parse(found);
  const twice = rows.find(({ day }, index) => rows[index - 1]?.day === day);
  if (twice) {
    throw new AirflowFailException(
      `Table public.search_stats has several rows for ${twice.day}. ` +
        "Clear task load_table_data of that day, which leaves one.",
    );
  }
  return rows;
}

/** Days of the period without a row. */
export function missingDays(rows: readonly DailyRow[], { from, to }: Period): string[] {
  const present = new Set(rows.map(({ day }) => day));
  const first = from ?? rows[0]?.day ?? "";
  const last = to ?? rows.at(-1)?.day ?? "";
  return daysBetween(first, last).filter((day) => !present.has(day));
}

async function nothingFound(warehouse: Statements, { from, to }: Period): Promise<AirflowFailException> {
  const [all] = await warehouse.query<{ first: string | null; last: string | null }>(
    "select min(day) as first, max(day) as last from public.search_stats",
  );
  const asked = `from ${from ?? "its first day"} to ${to ?? "its last day"}`;
  const there = all?.first
    ? `It has rows from ${all.first} to ${all.last}: give another period.`
    : "It is empty: run user-s3-to-redshift first.";
  return new AirflowFailException(`Table public.search_stats has no rows ${asked}. ${there}`);
}
