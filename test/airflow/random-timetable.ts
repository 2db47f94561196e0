// Timetables that nobody wrote.
import type { Random } from "random-js";
import type { TimetableModel } from "../../src/model/dag/schedule.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Cron expressions of which all are good, more of them than people write around the hours in which clocks change. */
function cron(random: Random): string {
  const field = (min: number, max: number) =>
    random.pick([
      () => "*",
      () => String(random.integer(min, max)),
      () => `${random.integer(min, max)},${random.integer(min, max)}`,
      () => `*/${random.integer(1, max)}`,
    ])();
  const night = () => random.pick(["*", "0-3", "1,2", "2", "2,3", "*/2", "23", "0"]);
  return [
    random.pick([field(0, 59), "0", "30", "*/20", "59"]),
    random.pick([field(0, 23), night(), night()]),
    random.pick(["*", "*", "*", field(1, 28), "L"]),
    random.pick(["*", "*", "*", "*", field(1, 12)]),
    random.pick(["*", "*", "*", field(0, 6), "1-5", "MON#1", "0"]),
  ].join(" ");
}

/** A wall-clock date near `around`, often one that clocks leave out or show twice. */
function event(random: Random, around: string): string {
  const date = new Date(Date.parse(`${around}T00:00Z`) + random.integer(-20, 40) * day * 1000);
  const time = random.pick(["", "T02:30", "T01:59", "T00:00", "T23:45", "T03:00:30", "T12:00"]);
  return `${date.toISOString().slice(0, 10)}${time}`;
}

/** @param around a day that its dates, where it has some, lie about */
export function randomTimetable(random: Random, around: string): TimetableModel {
  const interval = random.pick([0, 0, 0, 30 * minute, hour, day, 36 * hour, 7 * day]);
  const crons = () => Array.from({ length: random.integer(1, 4) }, () => cron(random));
  const seconds = random.pick([20 * minute, hour, 90 * minute, 7 * hour, day, 30 * day, 61]);
  return random.pick<() => TimetableModel>([
    () => ({ kind: "cron", expression: cron(random) }),
    () => ({ kind: "every", seconds }),
    () => ({ kind: "cron_trigger", expression: cron(random), interval }),
    () => ({ kind: "cron_trigger", expression: cron(random), interval }),
    () => ({ kind: "multiple_cron_trigger", expressions: crons(), interval }),
    () => ({ kind: "multiple_cron_trigger", expressions: crons(), interval }),
    () => ({ kind: "delta_trigger", seconds, interval }),
    () => ({
      kind: "events",
      dates: [...new Set(Array.from({ length: random.integer(1, 9) }, () => event(random, around)))],
      restrictToEvents: random.bool(),
    }),
  ])();
}
