// Checks when a DAG's runs are made: that Airflow can read the schedule, and has a date to count from.
import { CronTimetable } from "../dag/cron-timetable.ts";
import type { DagModel } from "../dag/dag-model.ts";
import { readInstant } from "../run/date-text.ts";

/** What is wrong with the DAG's schedule, in sentences. */
export function checkSchedule({ schedule, startDate }: DagModel): string[] {
  switch (schedule.kind) {
    case "none":
    case "assets":
      return [];
    case "once":
      return checkStart(startDate);
    case "every":
      return [...checkStart(startDate), ...checkDistance(schedule.seconds)];
    case "cron":
      return [...checkStart(startDate), ...checkCron(schedule.expression, startDate)];
  }
}

/** Python counts microseconds, and its years end with 9999. */
function checkDistance(seconds: number): string[] {
  const [shortest, longest] = [0.000_001, 1000 * 365 * 24 * 3600];
  if (seconds >= shortest && seconds <= longest) return [];
  return [`The DAG has ${seconds} s between its runs. Airflow takes a microsecond to a thousand years.`];
}

function checkStart(startDate: string | undefined): string[] {
  return startDate === undefined
    ? ["The DAG has a schedule and no startDate. Airflow makes no runs without one."]
    : [];
}

function checkCron(expression: string, startDate = ""): string[] {
  try {
    const timetable = new CronTimetable(expression, "UTC");
    const from = readInstant(startDate) ?? new Date();
    if (!timetable.intervals(from).next().done) return [];
    return [
      `Schedule ${JSON.stringify(expression)} names dates that never come, or no two of them. Airflow would take it ` +
        "and make no run.",
    ];
  } catch (error) {
    return [(error as Error).message];
  }
}
