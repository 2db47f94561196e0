import { describe, expect, test } from "vitest";
import { daysBetween } from "../../../dags-ts/days/days.ts";
import { direction } from "../../../dags-ts/report/trends/direction.ts";
import { standOutThreshold } from "../../../dags-ts/report/trends/stand-outs.ts";
import { findTrends } from "../../../dags-ts/report/trends/trends.ts";
import { kruskalWallis, weekPattern } from "../../../dags-ts/report/trends/week-pattern.ts";

/** Values of days in a row; 2021-07-05 is a Monday. */
const daily = (values: readonly number[], first = "2021-07-05") => {
  const last = new Date(Date.parse(first) + (values.length - 1) * 86_400_000).toISOString().slice(0, 10);
  return daysBetween(first, last).map((day, index) => ({ day, value: values[index] ?? 0 }));
};

// The reference pipeline's valid searches of 2 to 24 July, as published.
const searches = [
  5579, 5645, 5659, 5751, 5579, 5635, 5524, 5662, 5556, 5606, 5580, 5552, 5647, 5608, 5571, 5750, 5612, 5653,
  5715, 5762, 5705, 5556, 5716,
];
const flagged = (values: readonly number[], first?: string) =>
  findTrends(daily(values, first)).days.flatMap(({ day, flag }) => (flag ? [`${flag} ${day}`] : []));

describe("days that stand out", () => {
  test("are found, spikes and dips, and do not hide each other", () => {
    const values = searches.map((value, index) => (index === 3 || index === 4 ? value + 900 : value));
    values[10] = 4000;
    expect(flagged(values, "2021-07-02")).toEqual(["spike 2021-07-05", "spike 2021-07-06", "dip 2021-07-12"]);
  });

  test("are measured by 0.6745 times the distance over the median absolute deviation", () => {
    // The median is 5, and that of the distances from it is 2.
    const { days } = findTrends(daily([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(days.at(-1)).toMatchObject({ expected: 5, score: (4 / 2) * 0.6745, flag: null });
  });

  test("lie beyond the threshold, and not on it", () => {
    const edge = (score: number) => 10 + (score * 1) / 0.6745;
    const values = (last: number) => [9, 9, 9, 10, 11, 11, 11, last];
    // With the last value, the median stays 10.5 or so: what counts is where it is scored.
    for (const last of [edge(3), edge(6)]) {
      const day = findTrends(daily(values(last))).days.at(-1);
      expect(day?.flag).toBe((day?.score ?? 0) > standOutThreshold ? "spike" : null);
    }
    expect(flagged(values(edge(6)))).toHaveLength(1);
    expect(flagged(values(edge(3)))).toEqual([]);
  });

  test("are none where all days are alike", () => {
    expect(flagged(Array(23).fill(5600))).toEqual([]);
    expect(flagged(Array(23).fill(0))).toEqual([]);
  });

  test("are found where most days are alike, by the mean deviation", () => {
    expect(flagged([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 50])).toEqual(["spike 2021-07-15"]);
  });

  test("are not looked for among fewer than seven", () => {
    const trends = findTrends(daily([1, 1, 1, 1, 1, 90]));
    expect(trends).toMatchObject({ tooFew: true, comparison: [] });
    expect(flagged([1, 1, 1, 1, 1, 90])).toEqual([]);
    expect(findTrends(daily([3])).days).toMatchObject([{ expected: 3, score: 0, flag: null }]);
    expect(findTrends([]).days).toEqual([]);
  });
});

describe("the pattern of the week", () => {
  test("has the statistic and the chance that SciPy gives for these days", () => {
    // scipy.stats.kruskal, SciPy 1.17.1
    const pattern = weekPattern(daily(searches, "2021-07-02"));
    expect(pattern?.p).toBeCloseTo(0.5991527070937048, 10);
    expect(pattern?.significant).toBe(false);
    const tied = [
      [1, 2, 2],
      [3, 4],
      [2, 5],
      [6, 6],
      [1, 1],
      [9, 8],
      [7, 3],
    ];
    expect(kruskalWallis(tied)).toBeCloseTo(12.20545454545455, 10);
  });

  test("is found where there is one; days are then held against their day of the week", () => {
    const week = [100, 101, 99, 100, 102, 40, 41];
    const values = [week, week, week, week].flatMap((days, index) => days.map((value) => value + index));
    expect(weekPattern(daily(values))).toMatchObject({ significant: true });
    expect(flagged(values)).toEqual([]);
    const quietMonday = values.map((value, index) => (index === 14 ? 40 : value));
    expect(flagged(quietMonday)).toEqual(["dip 2021-07-19"]);
  });

  test("is not looked for in fewer than two weeks", () => {
    expect(weekPattern(daily(searches.slice(0, 13)))).toBeNull();
    expect(weekPattern(daily(searches.slice(0, 14)))).not.toBeNull();
  });
});

describe("the direction", () => {
  test("has the slope that SciPy gives for these days, and a chance near Kendall's", () => {
    // scipy.stats.theilslopes; scipy.stats.kendalltau gives p = 0.178 without continuity correction
    const { slope, p, significant } = direction(daily(searches, "2021-07-02"));
    expect(slope).toBeCloseTo(3.1578947368421053, 10);
    expect(p).toBeGreaterThan(0.178);
    expect(p).toBeLessThan(0.2);
    expect(significant).toBe(false);
  });

  test("is up or down where the figures go there, whatever single days do", () => {
    const rising = daily([1, 2, 3, 4, 90, 6, 7, 8, 9, 10]);
    expect(direction(rising)).toMatchObject({ significant: true });
    expect(direction(rising).slope).toBeCloseTo(1, 0);
    expect(direction(daily([9, 8, 7, 6, 5, 4, 3, 2])).slope).toBe(-1);
  });

  test("is none for equal days, and for one", () => {
    expect(direction(daily([4, 4, 4, 4]))).toMatchObject({ slope: 0, p: 1, significant: false });
    expect(direction(daily([4]))).toMatchObject({ slope: 0, p: 1 });
  });
});

describe("what the original's author saw", () => {
  test("is compared day by day: none of the four stands out, though three are the highest", () => {
    const { comparison } = findTrends(daily(searches, "2021-07-02"));
    expect(comparison.map(({ day, kind, rank, agrees }) => [day, kind, rank, agrees])).toEqual([
      ["2021-07-05", "spike", 2, false],
      ["2021-07-12", "dip", 8, false],
      ["2021-07-17", "spike", 3, false],
      ["2021-07-21", "spike", 1, false],
    ]);
    expect(comparison.every(({ score }) => Math.abs(score) < 1.6)).toBe(true);
  });

  test("is agreed with where the days do stand out", () => {
    const values = [...searches];
    values[3] = 9000;
    values[10] = 1000;
    const { comparison } = findTrends(daily(values, "2021-07-02"));
    expect(comparison.map(({ agrees }) => agrees)).toEqual([true, true, false, false]);
  });

  test("is left out where the period has none of these days", () => {
    expect(findTrends(daily(searches, "2022-01-01")).comparison).toEqual([]);
  });
});
