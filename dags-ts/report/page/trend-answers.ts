// The trends in sentences. Where the figures show nothing, they say so.
import { counted } from "../../searches/counted.ts";
import { chance, count, date, days, list, signed } from "../presentation/format.ts";
import { standOutThreshold } from "../trends/stand-outs.ts";
import type { Comparison, Trends } from "../trends/trends.ts";
import { significance, weekdayNames } from "../trends/week-pattern.ts";

export const methodNote =
  "Modified z-score of Iglewicz and Hoaglin: 0.6745 × (value − expected) ÷ MAD, where MAD is the median absolute " +
  `deviation. Flagged is what lies beyond ±${standOutThreshold}. Expected is the median of all days; or that of the day of ` +
  "the week, if the week has a pattern.";

export function standOuts(what: string, { days: scored, tooFew }: Trends): string {
  if (tooFew) return `${counted(scored.length, "day")}: too few to say what is usual in ${what}.`;
  const flagged = (kind: "spike" | "dip") => scored.filter(({ flag }) => flag === kind).map(({ day }) => day);
  const [spikes, dips] = [flagged("spike"), flagged("dip")];
  const [furthest] = [...scored].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  if (spikes.length + dips.length === 0) {
    const far = furthest && furthest.score !== 0 ? ` The furthest is ${named(furthest)}.` : "";
    return `Nothing stands out in ${what}: no day lies beyond ±${standOutThreshold}.${far}`;
  }
  const told = [
    ...(spikes.length > 0 ? [`spikes on ${days(spikes)}`] : []),
    ...(dips.length > 0 ? [`dips on ${days(dips)}`] : []),
  ];
  return `In ${what} these stand out: ${list(told)}.${furthest ? ` The furthest is ${named(furthest)}.` : ""}`;
}

export function weekPatternAnswer({ pattern }: Trends): string {
  if (!pattern) {
    return "There are too few days to tell a week-day pattern: it takes each day of the week twice.";
  }
  const test = `Kruskal–Wallis test, p = ${chance(pattern.p)}; it takes less than ${significance}`;
  if (!pattern.significant) return `No week-day pattern that chance alone would not make (${test}).`;
  const sorted = pattern.medians
    .map((value, index) => [weekdayNames[index] ?? "", value] as const)
    .sort(([, a], [, b]) => b - a);
  const [high, low] = [sorted[0], sorted.at(-1)];
  const span =
    high && low ? `, from ${high[0]} (median ${count(high[1])}) down to ${low[0]} (${count(low[1])})` : "";
  return `The days of the week differ${span} (${test}).`;
}

export function directionAnswer({ direction, days: scored }: Trends): string {
  if (scored.length < 3) return "";
  const { slope, p, significant } = direction;
  const test = `Mann–Kendall test, p = ${chance(p)}; Theil–Sen slope ${signed(slope, 1)} a day`;
  if (!significant) return `They neither rise nor fall over the period (${test}).`;
  return `They ${slope < 0 ? "fall" : "rise"} over the period (${test}).`;
}

/** How the method compares with what the original's author saw; nothing when none of those days is there. */
export function authorAnswer({ comparison }: Trends): string {
  if (comparison.length === 0) return "";
  const agreed = comparison.filter(({ agrees }) => agrees);
  const saw = list(comparison.map(({ day, kind }) => `a ${kind} on ${date(day)}`));
  const verdict =
    agreed.length === comparison.length
      ? "The method agrees"
      : agreed.length === 0
        ? "The method agrees with none of it"
        : `The method agrees on ${days(agreed.map(({ day }) => day))} alone`;
  return `The original's author saw ${saw}. ${verdict}.`;
}

export function verdict({ kind, rank, agrees }: Comparison): string {
  const place = `${rank === 1 ? "" : `${ordinal(rank)} `}${kind === "spike" ? "highest" : "lowest"} day`;
  return agrees ? `Yes: flagged, the ${place}` : `No: the ${place}, yet within what is usual`;
}

function ordinal(rank: number): string {
  const ending = rank % 100 >= 11 && rank % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return `${rank}${ending}`;
}

function named({ day, score }: { readonly day: string; readonly score: number }): string {
  return `${date(day)} with ${signed(score)}`;
}
