// Does the day of the week matter? The rank test of W. Kruskal and W. A. Wallis (1952), which asks nothing of how
// the values are distributed.
import { median } from "simple-statistics";
import { weekday } from "../../days/days.ts";
import type { DayValue } from "./stand-outs.ts";

/** A pattern is believed when chance alone would make one as clear less often than this. */
export const significance = 0.05;

export const weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** With one value a day of the week, nothing can be told from chance. */
const fewestOfEachDay = 2;

export interface WeekPattern {
  /** Median of each day of the week, Monday first. */
  readonly medians: readonly number[];
  /** How often chance alone makes a pattern at least as clear. */
  readonly p: number;
  readonly significant: boolean;
}

/** @returns null when there are too few days to tell */
export function weekPattern(days: readonly DayValue[]): WeekPattern | null {
  const groups = weekdayNames.map((_, index) => days.filter(({ day }) => weekday(day) === index));
  if (groups.some(({ length }) => length < fewestOfEachDay)) return null;
  const p = chiSquareTail(kruskalWallis(groups.map((group) => group.map(({ value }) => value))));
  const medians = groups.map((group) => median(group.map(({ value }) => value)));
  return { medians, p, significant: p < significance };
}

/** The statistic H, corrected for ties. */
export function kruskalWallis(groups: readonly (readonly number[])[]): number {
  const all = groups.flat().sort((a, b) => a - b);
  const count = all.length;
  const rank = (value: number) => (all.indexOf(value) + all.lastIndexOf(value)) / 2 + 1;
  const spread = groups.reduce((sum, group) => {
    const ranks = group.reduce((total, value) => total + rank(value), 0);
    return sum + ranks ** 2 / group.length;
  }, 0);
  const ties = [...new Set(all)].reduce((sum, value) => {
    const equal = all.lastIndexOf(value) - all.indexOf(value) + 1;
    return sum + equal ** 3 - equal;
  }, 0);
  const correction = 1 - ties / (count ** 3 - count);
  if (correction === 0) return 0;
  return ((12 / (count * (count + 1))) * spread - 3 * (count + 1)) / correction;
}

/** The chance of more than `x` in a chi-square distribution of six degrees of freedom: seven days, less one. */
function chiSquareTail(x: number): number {
  const half = x / 2;
  return Math.exp(-half) * (1 + half + half ** 2 / 2);
}
