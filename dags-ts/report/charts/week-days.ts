// The days of the week side by side: each day a point, and their medians.
import { weekday } from "../../days/days.ts";
import { colour } from "../presentation/colours.ts";
import { count } from "../presentation/format.ts";
import type { Trends } from "../trends/trends.ts";
import { weekdayNames } from "../trends/week-pattern.ts";
import { type Chart, config, dayTooltip, fit } from "./chart.ts";

export function weekDays({ days, pattern }: Trends): Chart {
  const values = days.map(({ day, value }) => ({ day, value, weekday: weekdayNames[weekday(day)] }));
  const medians = pattern?.medians.map((value, index) => `${weekdayNames[index]} ${count(value)}`);
  const axis = { field: "weekday", type: "ordinal", sort: [...weekdayNames], title: null } as const;
  const y = {
    field: "value",
    type: "quantitative",
    title: "valid searches",
    scale: { zero: false },
  } as const;
  return {
    name: "week-days",
    alt:
      "Valid searches by day of the week, a point for each day and a line at each median" +
      `${medians ? `: ${medians.join(", ")}` : ""}.`,
    spec: (width) => ({
      width,
      autosize: fit,
      height: 200,
      config,
      data: { values },
      encoding: { x: { ...axis, axis: { labelAngle: 0 } } },
      layer: [
        {
          mark: { type: "tick", color: colour("ink"), thickness: 3, bandSize: width / 14 },
          encoding: { y: { ...y, aggregate: "median" } },
        },
        {
          mark: { type: "point", filled: true, size: 60, opacity: 0.75, color: colour("main") },
          encoding: {
            y,
            tooltip: [
              dayTooltip,
              { field: "value", type: "quantitative", format: ",", title: "Valid searches" },
            ],
          },
        },
      ],
    }),
  };
}
