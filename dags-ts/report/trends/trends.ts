// What the days tell, computed and not narrated: pattern, direction, days that stand out, and how that compares
// with what the pipeline's original author saw.
import { median } from "simple-statistics";
import { weekday } from "../../days/days.ts";
import { type Direction, direction } from "./direction.ts";
import { type DayValue, fewestDays, type ScoredDay, scoreDays } from "./stand-outs.ts";
import { type WeekPattern, weekPattern } from "./week-pattern.ts";

/** What somebody saw in a plot of the same figures in 2021. */
const seenByAuthor = [
  { day: "2021-07-05", kind: "spike" },
  { day: "2021-07-12", kind: "dip" },
  { day: "2021-07-17", kind: "spike" },
  { day: "2021-07-21", kind: "spike" },
] as const;

export interface Comparison {
  readonly day: string;
  /** What the author saw. */
  readonly kind: "spike" | "dip";
  readonly value: number;
  readonly score: number;
  /** 1 is the highest day of the period for a spike, the lowest one for a dip. */
  readonly rank: number;
  readonly agrees: boolean;
}

export interface Trends {
  readonly days: readonly ScoredDay[];
  /** Null when there are too few days. */
  readonly pattern: WeekPattern | null;
  readonly direction: Direction;
  /** Too few days to say what is usual: none of them is scored. */
  readonly tooFew: boolean;
  /** Of the days that are in the period. */
  readonly comparison: readonly Comparison[];
}

/**
 * Each day is held against the median of its day of the week where the week has a pattern, else against the
 * median of all days.
 */
export function findTrends(days: readonly DayValue[]): Trends {
  const pattern = weekPattern(days);
  const tooFew = days.length < fewestDays;
  const usual = days.length === 0 ? 0 : median(days.map(({ value }) => value));
  const expected = pattern?.significant
    ? (day: string) => pattern.medians[weekday(day)] ?? usual
    : () => usual;
  const scored = tooFew
    ? days.map((each) => ({ ...each, expected: usual, score: 0, flag: null }))
    : scoreDays(days, expected, pattern?.significant ? 7 : 1);
  const comparison = tooFew ? [] : compareWithAuthor(scored);
  return { days: scored, pattern, direction: direction(days), tooFew, comparison };
}

function compareWithAuthor(days: readonly ScoredDay[]): Comparison[] {
  return seenByAuthor.flatMap(({ day, kind }) => {
    const found = days.find((each) => each.day === day);
    if (!found) return [];
    const { value, score, flag } = found;
    const beyond = days.filter((other) => (kind === "spike" ? other.value > value : other.value < value));
    return [{ day, kind, value, score, rank: beyond.length + 1, agrees: flag === kind }];
  });
}
