// Reads the start date, the end date and the dates of the command line in the DAG's time zone.

import { TimeZone } from "../../model/dag/time-zone.ts";
import { UsageError } from "../../model/errors.ts";
import { type DateText, readWallClock } from "../../model/run/date-text.ts";

/**
 * The instant a clock in `timezone` shows `date` (`2021-07-02` or `2021-07-02T06:00`).
 *
 * @param what names the date in the error
 * @throws {UsageError} when it is not a date
 */
export function instantOf(date: string, timezone: string, what: string): Date {
  return instantIn(timezone, wallClock(date, timezone, what));
}

/** What the clock in `timezone` shows at the instant, in minutes: `2021-07-02T06:00`. */
export function clockText(instant: string, timezone: string): string {
  return new Date(new TimeZone(timezone).clockAt(Date.parse(instant))).toISOString().slice(0, 16);
}

/** The last millisecond that `date` covers: of its day when it has no time of day. */
export function endOf(date: string, timezone: string, what: string): Date {
  const parts = wallClock(date, timezone, what);
  if (parts.time !== null) return instantIn(timezone, parts);
  const nextDay = new Date(Date.parse(`${parts.day}T00:00Z`) + 24 * 3600 * 1000).toISOString().slice(0, 10);
  return new Date(instantIn(timezone, { ...parts, day: nextDay }).getTime() - 1);
}

function wallClock(date: string, timezone: string, what: string): DateText {
  const parts = readWallClock(date);
  if (parts) return parts;
  throw new UsageError(
    `${what} ${JSON.stringify(date)} is not a date. Write 2021-07-02 or 2021-07-02T06:00; ` +
      `it is read in the DAG's time zone, ${timezone}.`,
  );
}

function instantIn(timezone: string, { day, time }: DateText): Date {
  return new Date(new TimeZone(timezone).instantOf(Date.parse(`${day}T${time ?? "00:00"}Z`)));
}
