// What a chart is, and what all charts have in common.
import type { TopLevelSpec } from "vega-lite";
import { colour } from "../presentation/colours.ts";

/** A chart before it is drawn. */
export interface Chart {
  /** Of its object, such as `searches-per-day`. */
  readonly name: string;
  /** What it shows, for those who cannot see it. */
  readonly alt: string;
  readonly spec: TopLevelSpec;
}

export const chartWidth = 760;

const label = { labelColor: colour("muted"), titleColor: colour("muted") };

export const config = {
  // What a chart says, its description says: nobody wants to hear all its parts.
  aria: false,
  background: "transparent",
  font: "system-ui, sans-serif",
  view: { stroke: null },
  axis: {
    ...label,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    gridColor: colour("grid"),
    domainColor: colour("muted"),
    tickColor: colour("muted"),
  },
  axisX: { grid: false },
  legend: { ...label, labelFontSize: 12, labelLimit: 0, title: null, orient: "top" },
  header: { ...label, labelFontSize: 12 },
  text: { color: colour("ink"), fontSize: 12 },
} as const;

/** Days along the bottom. */
export const dayAxis = {
  field: "day",
  type: "temporal",
  scale: { type: "utc" },
  title: null,
  axis: { format: "%-d %b", tickCount: { interval: "day", step: 3 }, labelOverlap: true },
} as const;

export const dayTooltip = { field: "day", type: "temporal", format: "%A, %-d %B %Y", title: "Day" } as const;

/** How each type of search looks: told by colour and by place. */
export const typeColours = {
  domain: ["Rental", "Sale", "No type"],
  range: [colour("rental"), colour("sale"), colour("none")],
};
