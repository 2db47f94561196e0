import { expect, test } from "vitest";
import { parseCron } from "../../../src/model/dag/cron.ts";
import { UserError } from "../../../src/model/errors.ts";

/** The times after a date, as clocks show them. */
function times(expression: string, from: string, count: number): string[] {
  const cron = parseCron(expression);
  const found: string[] = [];
  for (let clock: number | null = Date.parse(`${from}Z`); found.length < count; ) {
    clock = cron.next(clock);
    if (clock === null) break;
    found.push(new Date(clock).toISOString().slice(0, 19));
  }
  return found;
}

test.each([
  [" 30 6  * * MON-FRI", "2021-07-02T06:30", ["2021-07-05T06:30:00", "2021-07-06T06:30:00"]],
  ["0 0 13 * 5", "2021-07-08T00:00", ["2021-07-09T00:00:00", "2021-07-13T00:00:00", "2021-07-16T00:00:00"]],
  ["0 0 31 2 1", "2021-02-20T00:00", ["2021-02-22T00:00:00", "2022-02-07T00:00:00"]],
  ["0 0 L * *", "2024-02-01T00:00", ["2024-02-29T00:00:00", "2024-03-31T00:00:00"]],
  ["0 0 * * L5", "2024-02-01T00:00", ["2024-02-23T00:00:00", "2024-03-29T00:00:00"]],
  ["0 0 1W * *", "2024-05-31T00:00", ["2024-06-03T00:00:00", "2024-07-01T00:00:00"]],
  ["0 0 29 2 *", "2024-03-01T00:00", ["2028-02-29T00:00:00"]],
  ["0 22-2 * * *", "2024-01-01T00:00", ["2024-01-01T01:00:00", "2024-01-01T02:00:00", "2024-01-01T22:00:00"]],
  ["0 0 1 1 * 30", "2024-01-01T00:00", ["2024-01-01T00:00:30"]],
  ["0 0 1 1 * 0 2027-2028", "2024-01-01T00:00", ["2027-01-01T00:00:00", "2028-01-01T00:00:00"]],
  ["@Midnight", "2024-01-01T00:00", ["2024-01-02T00:00:00"]],
])("%j after %s", (expression, from, expected) => {
  expect(times(expression, from, expected.length)).toEqual(expected);
});

test.each(["0 0 31 2 *", "0 0 30,31 2 *", "0 0 1 1 * 0 1999", "0 0 15W * 0", "0 0 31 4,6,9,11 *"])(
  "%j never comes",
  (expression) => {
    expect(parseCron(expression).next(Date.parse("2026-01-01T00:00Z"))).toBeNull();
  },
);

test.each([
  ["0 0 0 0 * * * *", "it has 8 fields"],
  ["@fortnightly", "it has 1 fields"],
  ["2021-07-02T00:00:00", "it has 1 fields"],
  ["", "it has 0 fields"],
  ["61 0 * * *", 'is not a cron expression: its minute "61" is none'],
  ["a b c d e", 'its minute "a" is none'],
  ["0 0 * * 1,2#3", "mixes days of the week"],
  ["0 0 1W,2 * *", 'its day "1w,2" is none'],
])("%j is none", (expression, why) => {
  expect(() => parseCron(expression)).toThrow(UserError);
  expect(() => parseCron(expression)).toThrow(why);
});
