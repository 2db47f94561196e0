import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { daysAtOnce } from "../../../dags-ts/report/figures/days-at-once.ts";

/** Works on days of these sizes; each is ready after as many turns as there are days behind it. */
async function work(days: readonly { users: number; searches: number }[], failing: readonly number[] = []) {
  const numbered = days.map((day, number) => ({ ...day, number }));
  let [running, most, begun] = [0, 0, 0];
  const results = await daysAtOnce(numbered, async ({ number }) => {
    running += 1;
    begun += 1;
    most = Math.max(most, running);
    for (let turn = days.length; turn > number; turn -= 1) await setImmediate();
    running -= 1;
    if (failing.includes(number)) throw new Error(`day ${number}`);
    return number;
  }).catch((error: unknown) => error);
  return { results, running, most, begun };
}

const days = (count: number, searches: number) =>
  Array.from({ length: count }, () => ({ users: searches, searches }));

test("days are worked on at once, and their results stay in order", async () => {
  const { results, most } = await work(days(50, 1000));
  expect(results).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(most).toBe(8);
});

test("large days are worked on one or two at a time, and the largest still are", async () => {
  expect((await work(days(6, 10_000_000))).most).toBe(2);
  expect((await work([])).results).toEqual([]);
});

test("of those that fail, the earliest day is told, when none is running any more", async () => {
  // Day 2 fails long after day 5.
  const { results, running, begun } = await work(days(30, 1000), [2, 5]);
  expect(results).toEqual(new Error("day 2"));
  expect(running).toBe(0);
  expect(begun).toBeLessThan(30);
});
