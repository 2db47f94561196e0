// The figures as CSV, for those who want to reckon themselves.
import { formatCsvLine } from "../searches/csv-line.ts";
import type { Figures } from "./figures/figures.ts";

type Row = readonly (string | number)[];

/** By the name of the object. */
export function csvObjects(figures: Figures): Record<string, string> {
  return {
    "daily.csv": text(["day", "users", "searches", "rental", "sale", "none"], daily(figures)),
    "top-searches.csv": text(
      ["list", "place", "search_id", "type", "clicks", "user_days", "days"],
      top(figures),
    ),
    "trends.csv": text(["day", "figure", "value", "expected", "score", "flag"], scores(figures)),
    "fewer-clicks.csv": text(["day", "clicks", "users", "emails"], clicks(figures)),
  };
}

function text(header: Row, rows: readonly Row[]): string {
  return [header, ...rows].map(formatCsvLine).join("");
}

function daily({ rows }: Figures): Row[] {
  return rows.map(({ day, users, searches, rental, sale, none }) => [
    day,
    users,
    searches,
    rental,
    sale,
    none,
  ]);
}

function top({ unique }: Figures): Row[] {
  const lists = [
    ["all", unique.top] as const,
    ...unique.types.map((each) => [each.type || "none", each.top] as const),
  ];
  return lists.flatMap(([list, searches]) =>
    searches.map(({ searchId, type, clicks, userDays, days }, index) => {
      return [list, index + 1, searchId, type, clicks, userDays, days];
    }),
  );
}

function scores({ trends }: Figures): Row[] {
  return Object.entries(trends).flatMap(([figure, { days }]) =>
    days.map(({ day, value, expected, score, flag }) => [
      day,
      figure,
      value,
      expected,
      score.toFixed(4),
      flag ?? "",
    ]),
  );
}

function clicks({ compared, clicks: { now, other } }: Figures): Row[] {
  return compared.flatMap(({ day, users, searches, otherUsers, otherSearches }) => [
    [day, now, users, searches],
    [day, other, otherUsers, otherSearches],
  ]);
}
