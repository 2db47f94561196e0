// Checks a DAG's start date, end date and time zone.
import type { DagModel } from "../dag/dag-model.ts";
import { readWallClock } from "../run/date-text.ts";

/** What is wrong with the DAG's dates, in sentences. */
export function checkDates({ startDate, endDate, timezone }: DagModel): string[] {
  const problems = [
    ...checkTimezone(timezone),
    ...checkDate("startDate", startDate),
    ...checkDate("endDate", endDate),
  ];
  // Dates without an offset compare as text, once both have a time of day.
  if (problems.length === 0 && startDate && endDate && withTime(endDate) < withTime(startDate)) {
    problems.push(
      `The end date ${endDate} lies before the start date ${startDate}, so the DAG would never run.`,
    );
  }
  return problems;
}

function checkTimezone(timezone: string): string[] {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    return [];
  } catch {
    return [
      `Time zone ${JSON.stringify(timezone)} is not in the IANA database. Write a name such as "Europe/Zurich".`,
    ];
  }
}

function checkDate(option: string, date: string | undefined): string[] {
  if (date === undefined || readWallClock(date)) return [];
  return [
    `${option} ${JSON.stringify(date)} is not a date. Write 2021-07-02 or 2021-07-02T06:00, ` +
      "without an offset: it is read in the DAG's time zone.",
  ];
}

function withTime(date: string): string {
  return `${date}T00:00:00`.slice(0, date.includes("T") ? date.length : undefined).padEnd(19, ":00");
}
