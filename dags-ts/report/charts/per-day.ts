// A figure of each day, with what is usual behind it and the days that stand out marked.
import { colour } from "../presentation/colours.ts";
import { count, date, days } from "../presentation/format.ts";
import { standOutThreshold } from "../trends/stand-outs.ts";
import type { Trends } from "../trends/trends.ts";
import { type Chart, config, dayAxis, dayTooltip, fit } from "./chart.ts";

/**
 * @param what such as `valid searches`
 * @param missing days of the period without a figure
 */
export function perDay(name: string, what: string, trends: Trends, missing: readonly string[]): Chart {
  const usual = usualRange(trends);
  const values = trends.days.map(({ day, value, expected, flag }) => ({
    day,
    value,
    flag: flag ?? "usual",
    low: usual && expected - usual,
    high: usual && expected + usual,
  }));
  const gaps = missing.map((day) => ({ day, value: null, flag: "usual", low: null, high: null }));
  const data = [...values, ...gaps].sort((a, b) => (a.day < b.day ? -1 : 1));
  const y = { field: "value", type: "quantitative", title: what, scale: { zero: false } } as const;
  return {
    name,
    alt: describe(what, trends, missing),
    spec: (width) => ({
      width,
      autosize: fit,
      height: 240,
      config,
      data: { values: data },
      encoding: {
        x: dayAxis(
          data.map(({ day }) => day),
          width,
        ),
      },
      layer: [
        {
          mark: { type: "area", color: colour("band"), opacity: 0.7 },
          encoding: { y: { ...y, field: "low" }, y2: { field: "high" } },
        },
        { mark: { type: "line", color: colour("main"), strokeWidth: 2 }, encoding: { y } },
        {
          mark: { type: "point", filled: true, size: 60, opacity: 1 },
          encoding: {
            y,
            ...flags,
            tooltip: [dayTooltip, { field: "value", type: "quantitative", format: ",", title: what }],
          },
        },
      ],
    }),
  };
}

const domain = ["usual", "spike", "dip"];

/** What stands out is told by colour and by form. */
const flags = {
  color: {
    field: "flag",
    type: "nominal",
    legend: null,
    scale: { domain, range: [colour("main"), colour("flag"), colour("flag")] },
  },
  shape: {
    field: "flag",
    type: "nominal",
    legend: null,
    scale: { domain, range: ["circle", "triangle-up", "triangle-down"] },
  },
} as const;

/** How far from what is expected a day may lie; null when nothing is known of it. */
function usualRange({ days, tooFew }: Trends): number | null {
  const far = days.find(({ score }) => score !== 0);
  return tooFew || !far
    ? null
    : (Math.abs(far.value - far.expected) / Math.abs(far.score)) * standOutThreshold;
}

function describe(what: string, trends: Trends, missing: readonly string[]): string {
  const sorted = [...trends.days].sort((a, b) => a.value - b.value);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (!low || !high) return `No ${what}.`;
  const range = `from ${count(low.value)} on ${date(low.day)} to ${count(high.value)} on ${date(high.day)}`;
  const flagged = trends.days.filter(({ flag }) => flag !== null).map(({ day }) => day);
  const stands = flagged.length === 0 ? "No day stands out." : `These stand out: ${days(flagged)}.`;
  const gaps = missing.length === 0 ? "" : ` Missing: ${days(missing)}.`;
  return `A line of ${what} per day, ${range}. ${stands}${gaps}`;
}
