// Timetables: schedules beside the interval ones, by Airflow's names.
import type { AnyAsset, AssetCondition } from "./asset.ts";
import type { Duration } from "./duration.ts";

/** When runs are made by the clock. Made by `cronTriggerTimetable` and its like; a schedule, or part of one. */
export interface Timetable {
  /** @internal */
  readonly timetable: string;
}

/** What a timetable says that makes a run at each of its ticks, as `DeltaTriggerTimetable` of Airflow does. */
export interface TriggerOptions {
  /**
   * The length of a run's data interval, which ends at the tick. The logical date is its start: with an interval of a
   * day, `ds` is the day before the tick.
   *
   * @default none: the logical date is the tick
   */
  readonly interval?: Duration;
}

/** What timetables say that make a run at each tick of cron expressions. */
export interface CronTriggerOptions extends TriggerOptions {
  /**
   * Of a DAG without a start date, whether its first run is that of the tick which was the last when Airflow saw the DAG
   * for the first time: `true` for yes, `false` for the next tick, or up to how long after the tick. Since Airflow 3.0,
   * which heeds it where the DAG has no `startDate` alone; a DAG must have one of the two.
   */
  readonly runImmediately?: boolean | Duration;
}

/**
 * A run at each tick of a cron expression, and not, as the expression alone means here, for each interval between two
 * ticks. The same in Airflow 2 and 3: the run is made at the tick, its data interval ends there, and its logical date is
 * the interval's start, which without an `interval` is the tick itself. A run by hand is of the date that it is given,
 * and its interval ends there; without a date it has none in Airflow 3.
 *
 * With `catchup` there is a run for each tick since the start date; without it, the first is that of the last tick
 * before Airflow saw the DAG, if that is not before the start date.
 *
 * @param cron is read in the DAG's time zone
 *
 * @example
 * import { cronTriggerTimetable, Dag, ds } from "windsock";
 *
 * const dag = new Dag("morning-mail", {
 *   schedule: cronTriggerTimetable("0 6 * * *", { interval: { days: 1 } }),
 *   startDate: "2026-01-01",
 *   timezone: "Europe/Berlin",
 * });
 * // At six in the morning, with the date of the day before.
 * dag.task("send", ({ input }: { input: { day: string } }) => input.day)({ day: ds });
 */
export function cronTriggerTimetable(cron: string, options: CronTriggerOptions = {}): Timetable {
  return made({ timetable: "cron_trigger", cron, ...options });
}

/**
 * A run at each tick of several cron expressions, one where several have the same tick. Otherwise as
 * {@link cronTriggerTimetable}. Since Airflow 3.0. An `interval` needs `catchup`: without it Airflow passes over ticks. It makes no more runs as soon as one of the expressions, such as
 * one that names years, has no more dates.
 *
 * @param crons are read in the DAG's time zone
 */
export function multipleCronTriggerTimetable(
  crons: readonly string[],
  options: CronTriggerOptions = {},
): Timetable {
  return made({ timetable: "multiple_cron_trigger", crons, ...options });
}

/**
 * A run after each distance, at once, and not, as the distance alone means, for the interval that it is. Since Airflow
 * 2.11; the same in Airflow 2 and 3: the run's data interval ends at its tick, and its logical date is the interval's
 * start, which without an `interval` is the tick itself.
 *
 * With `catchup` ticks are counted from the start date. Without it Airflow counts from when it saw the DAG for the first
 * time, if that is after the start date.
 *
 * @param delta must be longer than nothing
 */
export function deltaTriggerTimetable(delta: Duration, options: TriggerOptions = {}): Timetable {
  return made({ timetable: "delta_trigger", delta, ...options });
}

/** What `eventsTimetable` takes beside the dates. */
export interface EventsOptions {
  /**
   * Whether a run by hand is about the last of the dates that is over, or the first while none is. Its data interval is
   * that date then; its logical date remains its own.
   *
   * @default false: about its own date
   */
  readonly restrictToEvents?: boolean;
  /** A name for the UI. @default how many dates there are, and between which ones */
  readonly description?: string;
}

/**
 * A run at each of these dates, for what has no rhythm, such as holidays or matches. In Airflow 2 and 3 alike, the logical
 * date and both ends of the data interval are the date. Without `catchup` only those that are still to come when Airflow
 * sees the DAG have runs.
 *
 * @param eventDates wall-clock time in the DAG's time zone, as its start date: `2026-12-24` or `2026-12-24T18:00`; each
 *   once, in any order
 */
export function eventsTimetable(eventDates: readonly string[], options: EventsOptions = {}): Timetable {
  return made({ timetable: "events", eventDates, ...options });
}

/** A schedule by the clock that assets may come before. */
export interface AssetOrTimeSchedule {
  /** A run at its times: a cron expression, a preset that repeats, a distance or a timetable. */
  readonly timetable: string | Duration | Timetable;
  /** A run whenever they have been updated. */
  readonly assets: AnyAsset | AssetCondition;
}

/**
 * Runs by the clock, and whenever assets have been updated. A run by the clock is as the timetable makes it and has no
 * events of assets; one that assets trigger has events and no dates, as for an asset alone. A DAG whose tasks read dates
 * as well must do so in both kinds of runs.
 *
 * @example
 * import { asset, assetOrTimeSchedule, cronTriggerTimetable, Dag } from "windsock";
 *
 * const listings = asset("s3://shop/listings");
 * const dag = new Dag("count", {
 *   schedule: assetOrTimeSchedule({ timetable: cronTriggerTimetable("0 1 * * 3"), assets: listings }),
 *   startDate: "2026-01-01",
 * });
 * dag.task("count", () => undefined)();
 */
export function assetOrTimeSchedule(schedule: AssetOrTimeSchedule): AssetOrTimeSchedule {
  return schedule;
}

/** What describe-timetable.ts reads. */
function made(timetable: Timetable & Readonly<Record<string, unknown>>): Timetable {
  return timetable;
}
