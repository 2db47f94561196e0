// Finds days that stand out, with a measure that the days themselves cannot shift: the modified z-score
// (B. Iglewicz and D. Hoaglin, "How to Detect and Handle Outliers", 1993).
import { mean, median } from "simple-statistics";

/** Iglewicz and Hoaglin's own recommendation. */
export const standOutThreshold = 3.5;

/** With fewer days nobody can say what is usual. */
export const fewestDays = 7;

/** 0.6745 of a standard deviation is what half of a normal distribution's values lie within. */
const madToDeviation = 0.6745;
/** The mean absolute deviation of a normal distribution, in standard deviations, inverted. */
const meanDeviationFactor = 1.253314;

export interface DayValue {
  readonly day: string;
  readonly value: number;
}

export interface ScoredDay extends DayValue {
  /** What the value would be usually. */
  readonly expected: number;
  /** Distance from that in robust standard deviations; negative below. */
  readonly score: number;
  readonly flag: "spike" | "dip" | null;
}

/**
 * Scores each day by its distance from what is expected of it.
 *
 * @param expected what is usual for the day: the same for all, or by its day of the week
 * @param parameters how many numbers `expected` was made of. The deviations they make small by themselves, as
 *   many smallest ones, do not count for the scale
 */
export function scoreDays(
  days: readonly DayValue[],
  expected: (day: string) => number,
  parameters: number,
): ScoredDay[] {
  const scale = scaleOf(
    days.map(({ day, value }) => Math.abs(value - expected(day))),
    parameters,
  );
  return days.map(({ day, value }) => {
    const usual = expected(day);
    // Where all days are alike there is no scale, and nothing stands out.
    const score = scale === 0 ? 0 : (value - usual) / scale;
    const flag = Math.abs(score) <= standOutThreshold ? null : score > 0 ? "spike" : "dip";
    return { day, value, expected: usual, score, flag };
  });
}

/** A robust standard deviation; from the mean where more than half of the deviations are zero. */
function scaleOf(deviations: readonly number[], parameters: number): number {
  const counting = [...deviations].sort((a, b) => a - b).slice(parameters - 1);
  if (counting.length === 0) return 0;
  return median(counting) / madToDeviation || mean(counting) * meanDeviationFactor;
}
