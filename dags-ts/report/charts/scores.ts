// How far each day is from what is usual, against the threshold, with what an earlier analysis named.
import { colour } from "../presentation/colours.ts";
import { date, list, signed } from "../presentation/format.ts";
import { standOutThreshold } from "../trends/stand-outs.ts";
import type { Trends } from "../trends/trends.ts";
import { type Chart, config, dayAxis, dayTooltip, fit, isNarrow } from "./chart.ts";

export function scores({ days, comparison }: Trends): Chart {
  const seen = new Map(comparison.map(({ day, kind }) => [day, kind]));
  const values = days.map(({ day, score, flag }) => {
    const named = seen.has(day) ? `named a ${seen.get(day)} in 2021` : "other days";
    return { day, score, flag: flag ?? "nothing", named, zero: 0 };
  });
  const reach = Math.max(standOutThreshold, ...days.map(({ score }) => Math.abs(score))) + 0.4;
  const told = comparison.map(({ day, score }) => `${date(day)} ${signed(score)}`);
  return {
    name: "scores",
    alt:
      `How unusual each day is, as modified z-scores, with lines at plus and minus ${standOutThreshold}. ` +
      `Days that an earlier analysis named: ${told.length > 0 ? list(told) : "none in this period"}.`,
    spec: (width) => {
      const x = dayAxis(
        values.map(({ day }) => day),
        width,
      );
      return {
        width,
        autosize: fit,
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
            encoding: { x, y: { field: "zero", type: "quantitative" }, y2: { field: "score" } },
          },
          {
            mark: { type: "point", filled: true, size: 90, opacity: 1 },
            encoding: {
              x,
              y: { field: "score", type: "quantitative", title: "how unusual" },
              ...namedDays(width),
              tooltip: [
                dayTooltip,
                { field: "score", type: "quantitative", format: "+.2f", title: "How unusual" },
                { field: "flag", title: "Flagged as" },
                { field: "named", title: "Which" },
              ],
            },
          },
        ],
      };
    },
  };
}

const domain = ["other days", "named a spike in 2021", "named a dip in 2021"];

const namedDays = (width: number) => {
  const legend = { columns: isNarrow(width) ? 1 : 3 };
  return {
    color: {
      field: "named",
      type: "nominal",
      legend,
      scale: { domain, range: [colour("main"), colour("sale"), colour("other")] },
    },
    shape: {
      field: "named",
      type: "nominal",
      legend,
      scale: { domain, range: ["circle", "triangle-up", "triangle-down"] },
    },
  } as const;
};
