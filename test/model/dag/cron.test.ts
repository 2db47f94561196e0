import { expect, test } from "vitest";
import { parseCron } from "../../../src/model/dag/cron.ts";
import { UserError } from "../../../src/model/errors.ts";

test("a cron expression tells instants by the clocks of its time zone", () => {
  const cron = parseCron(" 30 6  * * MON-FRI", "Europe/Zurich");
  // A Friday in summer, then the Monday after it.
  expect(cron.nextRuns(2, "2021-07-02T00:00:00").map((date) => date.toJSON())).toEqual([
    "2021-07-02T04:30:00.000Z",
    "2021-07-05T04:30:00.000Z",
  ]);
});

test("a day of the month and a day of the week mean either, as in Airflow", () => {
  const cron = parseCron("0 0 13 * 5", "UTC");
  expect(cron.nextRuns(3, "2021-07-08T00:00:00").map((date) => date.toJSON()?.slice(0, 10))).toEqual([
    "2021-07-09",
    "2021-07-13",
    "2021-07-16",
  ]);
});

test.each([
  ["0 0 0 * * *", "it has 6 fields"],
  ["@daily", "it has 1 fields"],
  ["2021-07-02T00:00:00", "it has 1 fields"],
  ["", "fields"],
  ["61 0 * * *", "is not a cron expression: CronPattern"],
  ["a b c d e", "is not a cron expression"],
])("%j is none", (expression, why) => {
  expect(() => parseCron(expression, "UTC")).toThrow(UserError);
  expect(() => parseCron(expression, "UTC")).toThrow(why);
});
