// What a chart is, and what all charts have in common.
import type { TopLevelSpec } from "vega-lite";
import { colour } from "../presentation/colours.ts";

/** A chart before it is drawn. */
export interface Chart {
  /** Of its object, such as `searches-per-day`. */
  readonly name: string;
  /** What it shows, for those who cannot see it. */
  readonly alt: string;
  /** @param width of the whole picture, labels included, in pixels */
  readonly spec: (width: number) => TopLevelSpec;
}

/** A picture has this width for screens, and the other one for telephones, where its letters stay as large. */
export const widths = { wide: 820, narrow: 350 } as const;

/** Whether parts of a picture have no room side by side. */
export function isNarrow(width: number): boolean {
  return width < 600;
}

/** For a chart's `autosize`: its labels are part of its width. */
export const fit = { type: "fit-x", contains: "padding" } as const;

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

const dayMilliseconds = 86_400_000;

/** Days between two labels: a week and its multiples above two, so that labels are as regular as a calendar. */
const steps = [1, 2, 7, 14, 28, 56, 91, 182, 364] as const;

/** The days that get a label, evenly apart from the first one on. */
export function labelledDays(days: readonly string[], width: number): string[] {
  const times = days.map((day) => Date.parse(day));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const room = Math.max(2, Math.floor(width / 90));
  const span = (last - first) / dayMilliseconds;
  const step = steps.find((each) => span / each < room) ?? Math.ceil(span / room);
  const labelled: string[] = [];
  for (let time = first; time <= last; time += step * dayMilliseconds) {
    labelled.push(new Date(time).toISOString().slice(0, 10));
  }
  return labelled;
}

/** Days along the bottom. */
export function dayAxis(days: readonly string[], width: number) {
  return {
    field: "day",
    type: "temporal",
    scale: { type: "utc" },
    title: null,
    axis: {
      format: "%-d %b",
      values: labelledDays(days, width).map((day) => Date.parse(day)),
      labelOverlap: false,
      labelFlush: true,
    },
  } as const;
}

export const dayTooltip = { field: "day", type: "temporal", format: "%A, %-d %B %Y", title: "Day" } as const;

/** How each type of search looks: told by colour and by place. */
export const typeColours = {
  domain: ["Rental", "Sale", "No type"],
  range: [colour("rental"), colour("sale"), colour("none")],
};
