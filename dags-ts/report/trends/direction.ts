// Do the figures rise or fall over the period? H. B. Mann's and M. Kendall's test, with the slope of H. Theil and
// P. K. Sen: both look at pairs of days, so that no single day decides.
import { errorFunction, median } from "simple-statistics";
import type { DayValue } from "./stand-outs.ts";
import { significance } from "./week-pattern.ts";

export interface Direction {
  /** Median change from one day to the next. */
  readonly slope: number;
  /** How often chance alone makes a trend at least as clear. */
  readonly p: number;
  readonly significant: boolean;
}

/** Days that are missing count: the slope is by the calendar. */
export function direction(days: readonly DayValue[]): Direction {
  const slopes: number[] = [];
  let sum = 0;
  for (const [index, later] of days.entries()) {
    for (const earlier of days.slice(0, index)) {
      sum += Math.sign(later.value - earlier.value);
      const distance = (Date.parse(later.day) - Date.parse(earlier.day)) / 86_400_000;
      slopes.push((later.value - earlier.value) / distance);
    }
  }
  const deviation = Math.sqrt(variance(days.map(({ value }) => value)));
  // Continuity correction: one pair fewer.
  const z = deviation === 0 ? 0 : (sum - Math.sign(sum)) / deviation;
  const p = Math.min(1, 1 - errorFunction(Math.abs(z) / Math.SQRT2));
  return { slope: slopes.length === 0 ? 0 : median(slopes), p, significant: p < significance };
}

/** Of the sum of signs, when there is no trend; equal values take from it. */
function variance(values: readonly number[]): number {
  const part = (n: number) => n * (n - 1) * (2 * n + 5);
  const groups = [...new Set(values)].map((value) => values.filter((other) => other === value).length);
  return (part(values.length) - groups.reduce((total, size) => total + part(size), 0)) / 18;
}
