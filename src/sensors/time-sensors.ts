// Sensors that wait for a time.
import * as z from "zod";
import { readInstant } from "../model/run/date-text.ts";
import { type Duration, inSeconds } from "../sdk/duration.ts";
import { AirflowFailException } from "../sdk/outcome.ts";
import { defineSensor, type Sensor } from "../sdk/sensor.ts";

type NoConnections = Record<never, never>;

const TimeInput = z.object({
  time: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/, { error: "A time of day is wanted, such as 06:30" })
    .describe("time of day, such as 06:30"),
  timezone: z.string().default("UTC").describe("such as Europe/Zurich"),
});

/**
 * Waits until the clock has passed a time of day, on the day of the look, as Airflow's TimeSensor does: before midnight it
 * is done, and a moment later it waits again. For a time that belongs to the run's date see `dateTimeSensor`.
 */
export const timeSensor: Sensor<typeof TimeInput, z.ZodVoid, NoConnections> = defineSensor({
  name: "TimeSensor",
  input: TimeInput,
  poke({ input: { time, timezone }, log }) {
    const now = clockIn(timezone);
    log.info(`It is ${now} in ${timezone}, and ${time} is waited for.`);
    return now > (time.length === 5 ? `${time}:00` : time);
  },
});

function clockIn(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" }).format();
  } catch {
    throw new AirflowFailException(
      `There is no time zone ${JSON.stringify(timeZone)}. Write one such as Europe/Zurich.`,
    );
  }
}

const DateTimeInput = z.object({
  dateTime: z.string().describe("such as 2026-01-01T06:00Z; in UTC unless it has an offset"),
});

/**
 * Waits until an instant has passed, as Airflow's DateTimeSensor does.
 *
 * @example
 * import { Dag, data_interval_end, ds, t } from "windsock";
 * import { dateTimeSensor } from "windsock/sensors";
 *
 * const dag = new Dag("at_noon", { schedule: "@daily", startDate: "2026-01-01" });
 * dag.sensor("noon", dateTimeSensor, { mode: "reschedule" })({ dateTime: t`${ds}T12:00Z` });
 * dag.sensor("end", dateTimeSensor)({ dateTime: data_interval_end });
 */
export const dateTimeSensor: Sensor<typeof DateTimeInput, z.ZodVoid, NoConnections> = defineSensor({
  name: "DateTimeSensor",
  input: DateTimeInput,
  poke({ input: { dateTime }, log }) {
    const instant = readInstant(withoutMicroseconds(dateTime));
    if (!instant) {
      throw new AirflowFailException(
        `${JSON.stringify(dateTime)} is not a date. Write 2026-01-01 or 2026-01-01T06:00Z.`,
      );
    }
    return hasPassed(instant, log);
  },
});

/** What Airflow writes of an instant may have a space, or more digits than a date of JavaScript. */
function withoutMicroseconds(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d) /, "$1T");
}

const TimeDeltaInput = z.object({
  delta: z
    .strictObject({
      days: z.number().optional(),
      hours: z.number().optional(),
      minutes: z.number().optional(),
      seconds: z.number().optional(),
    })
    .describe("such as { minutes: 30 }"),
});

/**
 * Waits until some time has passed since the end of the run's data interval, as Airflow's TimeDeltaSensor does. A run
 * without a data interval fails: in those that assets trigger, nothing says since when.
 *
 * @example
 * import { Dag } from "windsock";
 * import { timeDeltaSensor } from "windsock/sensors";
 *
 * const dag = new Dag("late_data", { schedule: "@hourly", startDate: "2026-01-01" });
 * dag.sensor("twenty_past", timeDeltaSensor, { mode: "reschedule" })({ delta: { minutes: 20 } });
 */
export const timeDeltaSensor: Sensor<typeof TimeDeltaInput, z.ZodVoid, NoConnections> = defineSensor({
  name: "TimeDeltaSensor",
  input: TimeDeltaInput,
  poke({ input: { delta }, context, log }) {
    const end = context.dataIntervalEnd ?? context.logicalDate;
    if (end === null) {
      throw new AirflowFailException(
        `Run "${context.runId}" has no data interval, whose end could be waited for.`,
      );
    }
    return hasPassed(new Date(Date.parse(end) + inSeconds(delta as Duration) * 1000), log);
  },
});

function hasPassed(instant: Date, log: { info(text: string): void }): boolean {
  log.info(`Waits for ${instant.toISOString()}.`);
  return Date.now() > instant.getTime();
}
