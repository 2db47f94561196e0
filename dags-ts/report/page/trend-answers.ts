// The trends in sentences. Where the figures show nothing, they say so.
import { counted } from "../../searches/counted.ts";
import { chance, count, date, days, decimal, list, signed } from "../presentation/format.ts";
import { standOutThreshold } from "../trends/stand-outs.ts";
import type { Comparison, Trends } from "../trends/trends.ts";
import { significance, weekdayNames } from "../trends/week-pattern.ts";

export const methodNote =
  "How unusual a day is, is its modified z-score (Iglewicz and Hoaglin): 0.6745 × (value − expected) ÷ MAD, where MAD is " +
  `the median absolute deviation. Beyond ±${standOutThreshold} a day stands out. Expected is the median of all days; or that of ` +
  "the day of the week, if the week has a pattern.";

export function standOuts(what: string, { days: scored, tooFew }: Trends): string {
  if (tooFew) return `${counted(scored.length, "day")}: too few to say what is usual in ${what}.`;
  const flagged = (kind: "spike" | "dip") => scored.filter(({ flag }) => flag === kind).map(({ day }) => day);
  const [spikes, dips] = [flagged("spike"), flagged("dip")];
  const [furthest] = [...scored].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  const named =
    furthest && furthest.score !== 0
      ? ` The most unusual is ${date(furthest.day)} with ${count(furthest.value)}; ${count(Math.round(furthest.expected))} would be usual.`
      : "";
  if (spikes.length + dips.length === 0) return `No day stands out in ${what}.${named}`;
  const told = [
    ...(spikes.length > 0 ? [`far more than usual on ${days(spikes)}`] : []),
    ...(dips.length > 0 ? [`far fewer than usual on ${days(dips)}`] : []),
  ];
  return `These days stand out in ${what}: ${list(told)}.${named}`;
}

export function weekPatternAnswer({ pattern }: Trends): string {
  if (!pattern) {
    return "There are too few days to tell whether the day of the week matters: it takes each of them twice.";
  }
  if (!pattern.significant) return "The day of the week makes no difference beyond what chance would make.";
  const sorted = pattern.medians
    .map((value, index) => [weekdayNames[index] ?? "", value] as const)
    .sort(([, a], [, b]) => b - a);
  const [high, low] = [sorted[0], sorted.at(-1)];
  const span =
    high && low
      ? `: ${high[0]} has the most (usually ${count(high[1])}), ${low[0]} the fewest (${count(low[1])})`
      : "";
  return `The day of the week matters${span}.`;
}

export function weekPatternMethod({ pattern }: Trends): string {
  if (!pattern) return "";
  return `Days of the week: Kruskal–Wallis test, p = ${chance(pattern.p)}; it takes less than ${significance}.`;
}

export function directionAnswer({ direction, days: scored }: Trends): string {
  if (scored.length < 3) return "";
  const { slope, significant } = direction;
  if (!significant) return "Valid searches neither rise nor fall over the period.";
  const pace = `by ${decimal(Math.abs(slope))} a day`;
  return `Valid searches ${slope < 0 ? "fall" : "rise"} over the period, ${pace}.`;
}

export function directionMethod({ direction: { slope, p }, days: scored }: Trends): string {
  if (scored.length < 3) return "";
  return `Rise and fall: Mann–Kendall test, p = ${chance(p)}; Theil–Sen slope ${signed(slope, 1)} a day.`;
}

/** How the figures compare with what was named by eye in 2021; nothing when none of those days is there. */
export function earlierAnswer({ comparison }: Trends): string {
  if (comparison.length === 0) return "";
  const agreed = comparison.filter(({ agrees }) => agrees);
  const named = list(comparison.map(({ day, kind }) => `a ${kind} on ${date(day)}`));
  const verdict =
    agreed.length === comparison.length
      ? "All of them stand out"
      : agreed.length === 0
        ? "None of them stands out when it is reckoned"
        : `Only ${days(agreed.map(({ day }) => day))} stands out when it is reckoned`;
  return `Somebody who looked at these figures in 2021 named ${named}. ${verdict}.`;
}

export function verdict({ kind, rank, agrees }: Comparison): string {
  const place = `${rank === 1 ? "" : `${ordinal(rank)} `}${kind === "spike" ? "highest" : "lowest"} day`;
  return agrees ? `Yes, the ${place}` : `No, the ${place}`;
}

function ordinal(rank: number): string {
  const ending = rank % 100 >= 11 && rank % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return `${rank}${ending}`;
}
