// Wall-clock dates of a time zone, as the start date, the end date and the command line give them.

import { Cron } from "croner";
import { UsageError } from "../../model/errors.ts";

const form = /^(\d{4}-\d\d-\d\d)(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?$/;

/**
 * The instant a clock in `timezone` shows `date` (`2021-07-02` or `2021-07-02T06:00`).
 *
 * @param what names the date in the error
 * @throws {UsageError} when it is not a date
 */
export function instantOf(date: string, timezone: string, what: string): Date {
  const day = form.exec(date)?.[1];
  // A day that does not exist (30 February) rolls over into another one.
  if (day === undefined || !new Date(`${day}T00:00Z`).toJSON()?.startsWith(day)) {
    throw new UsageError(
      `${what} ${JSON.stringify(date)} is not a date. Write 2021-07-02 or 2021-07-02T06:00; ` +
        `it is read in the DAG's time zone, ${timezone}.`,
    );
  }
  const time = date.length === day.length ? `${date}T00:00` : date;
  const instant = new Cron(time, { timezone, paused: true }).getOnce();
  if (instant === null) throw new UsageError(`${what} ${JSON.stringify(date)} is not a date.`);
  return instant;
}

/** The last millisecond that `date` covers: of its day when it has no time of day. */
export function endOf(date: string, timezone: string, what: string): Date {
  const start = instantOf(date, timezone, what);
  if (date.length > "2021-07-02".length) return start;
  const nextDay = new Date(Date.parse(`${date}T00:00Z`) + 24 * 3600 * 1000).toISOString().slice(0, 10);
  return new Date(instantOf(nextDay, timezone, what).getTime() - 1);
}
