// How the bench lets programs run in turn, and what it says of them.
import { expect, test } from "vitest";
import type { Bench } from "./bench.ts";
import { type Contestant, runContest } from "./contest.ts";
import { losses } from "./losses.ts";

/** Records who ran, in order; `seconds` are what each of its runs is said to have taken. */
function contestant(order: string[], name: string, seconds: readonly number[], more = {}): Contestant {
  const left = [...seconds];
  return {
    name,
    ...more,
    work: async () => {
      order.push(name);
      return { seconds: left.shift() ?? Number.NaN, cpuSeconds: 1, peakBytes: 50_000_000, stdout: "" };
    },
  };
}

function bench(repetitions: number): Bench {
  const progress = { start: () => undefined, end: () => undefined, note: () => undefined };
  return { quick: false, repetitions, python: "", scratch: "", progress } as unknown as Bench;
}

test("every round begins with another program, and medians are told", async () => {
  const order: string[] = [];
  const contestants = [contestant(order, "a", [3, 1, 2]), contestant(order, "b", [9, 7, 8])];
  const { standings } = await runContest(bench(3), { title: "three rounds", contestants });
  expect(order).toEqual(["a", "b", "b", "a", "a", "b"]);
  expect(standings).toMatchObject([
    { name: "a", runs: 3, seconds: 2 },
    { name: "b", runs: 3, seconds: 8 },
  ]);
});

test("what takes minutes runs less often, and the others as often as asked for", async () => {
  const order: string[] = [];
  const contestants = [contestant(order, "a", [1, 1, 1]), contestant(order, "slow", [60], { mostRuns: 1 })];
  const { standings } = await runContest(bench(3), { title: "one slow", contestants });
  expect(standings.map(({ runs }) => runs)).toEqual([3, 1]);
});

test("a faster peer is told as a loss, a slower one and a limit are not", async () => {
  const contestants = [
    contestant([], "Windsock", [2]),
    contestant([], "Faster", [1]),
    contestant([], "Slower", [3]),
    contestant([], "A copy", [0.1], { isLimit: true }),
  ];
  const result = { contests: [await runContest(bench(1), { title: "1 GB", contestants })], bounds: [] };
  expect(losses([{ result }])).toBe("- 1 GB: 2.00x the time of Faster (2.00 s, 1.00 s)");
});
