// Checks when a DAG's runs are made: that Airflow can read the schedule, and has a date to count from.
import { CronTimetable } from "../dag/cron-timetable.ts";
import { cronTriggers } from "../dag/cron-triggers.ts";
import type { DagModel } from "../dag/dag-model.ts";
import type { TimetableModel, TimetableOf } from "../dag/schedule.ts";
import { TimeZone } from "../dag/time-zone.ts";
import { readInstant, readWallClock } from "../run/date-text.ts";
import { timeZoneNames } from "./time-zone-names.ts";
import { checkDate } from "./validate-dates.ts";

/** What is wrong with the DAG's schedule, in sentences. */
export function checkSchedule(dag: DagModel): string[] {
  const { schedule } = dag;
  switch (schedule.kind) {
    case "none":
    case "assets":
      return [];
    case "once":
      return checkStart(dag);
    case "continuous":
      return [...checkStart(dag), ...checkRunLimit(dag)];
    case "cron":
    case "every":
    case "cron_trigger":
    case "multiple_cron_trigger":
    case "delta_trigger":
    case "events":
      return [...checkStart(dag, schedule), ...checkTimetable(schedule, dag)];
    case "asset_or_time":
      return [...checkStart(dag, schedule.timetable), ...checkTimetable(schedule.timetable, dag)];
  }
}

function checkTimetable(timetable: TimetableModel, dag: DagModel): string[] {
  switch (timetable.kind) {
    case "cron":
      return checkCron(timetable.expression, dag.startDate);
    case "every":
    case "delta_trigger":
      return checkDistance(timetable.seconds);
    case "cron_trigger":
      return checkTrigger(timetable.expression, dag.startDate);
    case "multiple_cron_trigger":
      return [...checkTriggers(timetable.expressions, dag.startDate), ...checkLostTicks(timetable, dag)];
    case "events":
      return checkEvents(timetable.dates, dag);
  }
}

/** Python counts microseconds, and its years end with 9999. */
function checkDistance(seconds: number): string[] {
  const [shortest, longest] = [0.000_001, 1000 * 365 * 24 * 3600];
  if (seconds >= shortest && seconds <= longest) return [];
  return [`The DAG has ${seconds} s between its runs. Airflow takes a microsecond to a thousand years.`];
}

function checkStart({ startDate, catchup }: DagModel, timetable?: TimetableModel): string[] {
  const runImmediately = timetable && "runImmediately" in timetable ? timetable.runImmediately : undefined;
  if (startDate === undefined && runImmediately === undefined) {
    return ["The DAG has a schedule and no startDate. Airflow makes no runs without one."];
  }
  if (startDate === undefined && catchup) {
    return [
      "The DAG has catchup and no startDate, and Airflow would not know since when. Name a startDate instead of runImmediately.",
    ];
  }
  if (startDate !== undefined && runImmediately !== undefined) {
    return [
      "The DAG's timetable has runImmediately, which Airflow passes over where a DAG has a startDate. Leave one of them out.",
    ];
  }
  return [];
}

function checkRunLimit({ maxActiveRuns }: DagModel): string[] {
  if (maxActiveRuns <= 1) return [];
  return [
    `The DAG has the schedule "@continuous" and maxActiveRuns ${maxActiveRuns}, and Airflow allows it one run at a time. Leave maxActiveRuns out.`,
  ];
}

function checkCron(expression: string, startDate?: string): string[] {
  return checkComing(expression, "no two of them", () =>
    new CronTimetable(expression, "UTC").intervals(since(startDate)).next(),
  );
}

function checkTrigger(expression: string, startDate?: string): string[] {
  return checkComing(expression, "none after the start date", () =>
    cronTriggers([expression], "UTC", since(startDate)).next(),
  );
}

/** @param otherwise what dates may lack that come */
function checkComing(expression: string, otherwise: string, first: () => IteratorResult<unknown>): string[] {
  try {
    if (!first().done) return [];
    return [
      `Schedule ${JSON.stringify(expression)} names dates that never come, or ${otherwise}. Airflow would take it ` +
        "and make no run.",
    ];
  } catch (error) {
    return [(error as Error).message];
  }
}

function checkTriggers(expressions: readonly string[], startDate?: string): string[] {
  if (expressions.length === 0) {
    return ["The DAG's multipleCronTriggerTimetable has no cron expression. Name some."];
  }
  return [
    ...repeated(expressions).map(
      (each) => `The DAG's timetable names ${JSON.stringify(each)} twice. Name it once.`,
    ),
    ...[...new Set(expressions)].flatMap((each) => checkTrigger(each, startDate)),
  ];
}

/** Airflow chooses the next run by logical dates, of which all that an interval puts before now pass for missed ones. */
function checkLostTicks(
  { expressions, interval }: TimetableOf<"multiple_cron_trigger">,
  { catchup }: DagModel,
): string[] {
  if (catchup || interval === 0 || expressions.length < 2) return [];
  return [
    "The DAG's multipleCronTriggerTimetable has an interval and the DAG no catchup, with which Airflow passes over ticks. Set catchup, or leave the interval out.",
  ];
}

function checkEvents(dates: readonly string[], { timezone, startDate, endDate }: DagModel): string[] {
  if (dates.length === 0) return ["The DAG's eventsTimetable has no dates. Name some."];
  const wrong = dates.flatMap((date) => checkDate("Of its eventDates,", date, timezone));
  if (wrong.length > 0) return wrong;
  const zone = new TimeZone(timeZoneNames.has(timezone) ? timezone : "UTC");
  const instant = (date: string) => {
    const { day = "", time = null } = readWallClock(date) ?? {};
    return zone.instantOf(Date.parse(`${day}T${time ?? "00:00"}Z`));
  };
  const instants = dates.map(instant);
  const twice = dates.filter((_, index) => instants.indexOf(instants[index] ?? 0) < index);
  const isOutside = (each: number) =>
    (startDate !== undefined && each < instant(startDate)) ||
    (endDate !== undefined && each > instant(endDate));
  return [
    ...twice.map((date) => `The DAG's eventsTimetable names ${date} twice. Name it once.`),
    ...(instants.every(isOutside)
      ? [
          "All dates of the DAG's eventsTimetable lie before its startDate or after its endDate, so that it would never run.",
        ]
      : []),
  ];
}

function repeated(all: readonly string[]): string[] {
  return [...new Set(all.filter((each, index) => all.indexOf(each) < index))];
}

function since(startDate = ""): Date {
  return readInstant(startDate) ?? new Date();
}
