// The data intervals of a timetable.
import { CronTimetable } from "../../model/dag/cron-timetable.ts";
import { cronTriggers } from "../../model/dag/cron-triggers.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import type { TimetableModel } from "../../model/dag/schedule.ts";
import { instantOf } from "./wall-clock.ts";

/** Its start is the logical date of its run, and its end is when Airflow makes that. */
export interface DataInterval {
  readonly start: Date;
  readonly end: Date;
}

/**
 * The intervals from a date on, until none comes. The date bounds them as a DAG's start date does: the start of an
 * interval, or the tick of a timetable that makes runs at its ticks.
 *
 * @param anchor what a fixed distance is counted from: Airflow counts from the start date
 */
export function dataIntervals(
  dag: DagModel,
  timetable: TimetableModel,
  from: Date,
  anchor: Date,
): Iterable<DataInterval> {
  switch (timetable.kind) {
    case "cron":
      return new CronTimetable(timetable.expression, dag.timezone).intervals(from);
    case "every": {
      const length = timetable.seconds * 1000;
      return intervalsOf(distances(length, from, anchor), 0, length);
    }
    case "cron_trigger":
      return intervalsOf(cronTriggers([timetable.expression], dag.timezone, from), leadOf(timetable), 0);
    case "multiple_cron_trigger":
      return intervalsOf(cronTriggers(timetable.expressions, dag.timezone, from), leadOf(timetable), 0);
    case "delta_trigger":
      return intervalsOf(distances(timetable.seconds * 1000, from, anchor), leadOf(timetable), 0);
    case "events": {
      const dates = eventDates(timetable.dates, dag.timezone);
      return dates.filter((date) => date >= from).map((date) => ({ start: date, end: date }));
    }
  }
}

/** The first of the intervals; undefined when none comes. */
export function firstInterval(...asked: Parameters<typeof dataIntervals>): DataInterval | undefined {
  for (const interval of dataIntervals(...asked)) return interval;
  return undefined;
}

/** How long after its logical date what lies that a DAG's start and end date bound, in milliseconds. */
export function leadOf(timetable: TimetableModel): number {
  switch (timetable.kind) {
    case "cron":
    case "every":
    case "events":
      return 0;
    case "cron_trigger":
    case "multiple_cron_trigger":
    case "delta_trigger":
      return timetable.interval * 1000;
  }
}

/** The interval that a run by hand of that logical date has; undefined where it is the last one that is over by then. */
export function intervalByHand(
  dag: DagModel,
  timetable: TimetableModel,
  date: Date,
): DataInterval | undefined {
  switch (timetable.kind) {
    case "cron":
    case "every":
      return undefined;
    case "cron_trigger":
    case "multiple_cron_trigger":
    case "delta_trigger":
      return { start: new Date(date.getTime() - leadOf(timetable)), end: date };
    case "events": {
      const dates = timetable.restrictToEvents ? eventDates(timetable.dates, dag.timezone) : [];
      const event = dates.findLast((each) => each <= date) ?? dates[0] ?? date;
      return { start: event, end: event };
    }
  }
}

/** In order. */
function eventDates(dates: readonly string[], timezone: string): Date[] {
  return dates
    .map((date) => instantOf(date, timezone, "eventDates"))
    .sort((a, b) => a.getTime() - b.getTime());
}

function* distances(distance: number, from: Date, anchor: Date): Generator<Date> {
  const skipped = Math.max(0, Math.ceil((from.getTime() - anchor.getTime()) / distance));
  for (let start = anchor.getTime() + skipped * distance; ; start += distance) yield new Date(start);
}

/** Around each date, in milliseconds. */
function* intervalsOf(dates: Iterable<Date>, before: number, after: number): Generator<DataInterval> {
  for (const date of dates) {
    yield { start: new Date(date.getTime() - before), end: new Date(date.getTime() + after) };
  }
}
