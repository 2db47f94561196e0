// How far each day is from what is usual, against the threshold, with what the original's author saw.
import { colour } from "../presentation/colours.ts";
import { date, list, signed } from "../presentation/format.ts";
import { standOutThreshold } from "../trends/stand-outs.ts";
import type { Trends } from "../trends/trends.ts";
import { type Chart, chartWidth, config, dayAxis, dayTooltip } from "./chart.ts";

export function scores({ days, comparison }: Trends): Chart {
  const seen = new Map(comparison.map(({ day, kind }) => [day, kind]));
  const values = days.map(({ day, score, flag }) => {
    const author = seen.has(day) ? `the author's ${seen.get(day)}` : "other days";
    return { day, score, flag: flag ?? "nothing", author, zero: 0 };
  });
  const reach = Math.max(standOutThreshold, ...days.map(({ score }) => Math.abs(score))) + 0.4;
  const told = comparison.map(({ day, score }) => `${date(day)} ${signed(score)}`);
  return {
    name: "scores",
    alt:
      `Modified z-scores per day, with lines at plus and minus ${standOutThreshold}. ` +
      `Days the original's author named: ${told.length > 0 ? list(told) : "none in this period"}.`,
    spec: {
      width: chartWidth,
      height: 220,
      config,
      data: { values },
      layer: [
        {
          data: { values: [{ at: standOutThreshold }, { at: -standOutThreshold }] },
          mark: { type: "rule", color: colour("flag"), strokeDash: [5, 4] },
          encoding: {
            y: { field: "at", type: "quantitative", scale: { domain: [-reach, reach], nice: false } },
          },
        },
        {
          mark: { type: "rule", color: colour("muted"), strokeWidth: 2 },
          encoding: { x: dayAxis, y: { field: "zero", type: "quantitative" }, y2: { field: "score" } },
        },
        {
          mark: { type: "point", filled: true, size: 90, opacity: 1 },
          encoding: {
            x: dayAxis,
            y: { field: "score", type: "quantitative", title: "modified z-score" },
            ...authorsDays,
            tooltip: [
              dayTooltip,
              { field: "score", type: "quantitative", format: "+.2f", title: "Modified z-score" },
              { field: "flag", title: "Flagged as" },
              { field: "author", title: "Which" },
            ],
          },
        },
      ],
    },
  };
}

const domain = ["other days", "the author's spike", "the author's dip"];

const authorsDays = {
  color: {
    field: "author",
    type: "nominal",
    scale: { domain, range: [colour("main"), colour("sale"), colour("other")] },
  },
  shape: {
    field: "author",
    type: "nominal",
    scale: { domain, range: ["circle", "triangle-up", "triangle-down"] },
  },
} as const;
