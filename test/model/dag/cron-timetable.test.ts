// What Airflow itself made of 61 expressions, in six zones, over the days on which clocks are put forward and back.
import { expect, test } from "vitest";
import { parseCron } from "../../../src/model/dag/cron.ts";
import { CronTimetable } from "../../../src/model/dag/cron-timetable.ts";
import { TimeZone } from "../../../src/model/dag/time-zone.ts";
import crons from "./crons.json" with { type: "json" };

interface CronCase {
  readonly cron: string;
  readonly accepted: boolean;
  /** The starts of intervals in a row, by zone and day: "Europe/Berlin from 2026-03-20". */
  readonly intervals?: Readonly<Record<string, readonly string[]>>;
}

function starts(expression: string, place: string, count: number): string[] {
  const [timezone = "", , day] = place.split(" ");
  const from = new Date(new TimeZone(timezone).instantOf(Date.parse(`${day}T00:00Z`)));
  const found: string[] = [];
  for (const { start } of new CronTimetable(expression, timezone).intervals(from)) {
    found.push(start.toISOString().replace(":00.000Z", "Z"));
    if (found.length === count) break;
  }
  return found;
}

test.each(crons as readonly CronCase[])("$cron", ({ cron, accepted, intervals = {} }) => {
  if (!accepted) expect(() => parseCron(cron)).toThrow("is not a cron expression");
  else expect(parseCron(cron).next(Date.now())).not.toBeNull();
  const found = Object.entries(intervals).map(([place, expected]) => [
    place,
    starts(cron, place, expected.length),
  ]);
  expect(Object.fromEntries(found)).toEqual(intervals);
});
