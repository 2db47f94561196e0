// Valid searches by type, day by day, as parts of a whole.
import type { DailyRow } from "../figures/daily-rows.ts";
import { count, list } from "../presentation/format.ts";
import { type Chart, config, dayTooltip, fit, labelledDays, typeColours } from "./chart.ts";

/** @param days all of the period, those without a row included */
export function typesPerDay(rows: readonly DailyRow[], days: readonly string[]): Chart {
  const types = [
    ["Rental", ({ rental }: DailyRow) => rental],
    ["Sale", ({ sale }: DailyRow) => sale],
    ["No type", ({ none }: DailyRow) => none],
  ] as const;
  const values = rows.flatMap((row) =>
    types.map(([type, of], order) => ({ day: row.day, date: row.day, type, searches: of(row), order })),
  );
  const totals = types.map(
    ([type, of]) => `${count(rows.reduce((sum, row) => sum + of(row), 0))} ${type.toLowerCase()}`,
  );
  return {
    name: "searches-by-type",
    alt: `Stacked bars of valid searches per day by type. Over the period: ${list(totals)}.`,
    spec: (width) => ({
      width,
      autosize: fit,
      height: 240,
      config,
      data: { values },
      mark: { type: "bar" },
      encoding: {
        x: {
          field: "day",
          type: "ordinal",
          title: null,
          scale: { domain: [...days], paddingInner: 0.2 },
          axis: {
            values: labelledDays(days, width),
            labelExpr: "utcFormat(utcParse(datum.value, '%Y-%m-%d'), '%-d %b')",
            labelAngle: 0,
            labelOverlap: false,
            ticks: false,
            labelPadding: 8,
          },
        },
        y: { field: "searches", type: "quantitative", title: "valid searches" },
        color: { field: "type", type: "nominal", scale: typeColours },
        order: { field: "order" },
        tooltip: [
          { ...dayTooltip, field: "date" },
          { field: "type", title: "Type" },
          { field: "searches", type: "quantitative", format: ",", title: "Valid searches" },
        ],
      },
    }),
  };
}
