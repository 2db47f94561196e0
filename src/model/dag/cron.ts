// What a cron expression is: when the clocks of some place show a time that it names. Which instants that are, where
// clocks are put forward and back, is the scheduler's to say.
import { UserError } from "../errors.ts";
import { CronFieldError, type CronFields, type CronValue, readCronFields } from "./cron-fields.ts";

/** What clocks show, in milliseconds: the instant at which they would show it in UTC. */
export type Clock = number;

const minute = 60_000;
const dayLength = 24 * 60 * minute;

/** Airflow looks no further for a date that comes. */
const longestWait = 50;

/** @throws {UserError} when Airflow does not take the expression */
export function parseCron(expression: string): Cron {
  try {
    return new Cron(readCronFields(expression));
  } catch (cause) {
    if (!(cause instanceof CronFieldError)) throw cause;
    const message = `Schedule ${JSON.stringify(expression)} is not a cron expression: ${cause.message}.`;
    throw new UserError(message, { cause });
  }
}

type Values = readonly CronValue[];

/** Which days are meant, by their place in the month and in the week. */
interface Days {
  readonly ofMonth: Values;
  readonly ofWeek: Values;
}

const any: Values = ["*"];

/** A cron expression that was read. */
export class Cron {
  /** Whether it names some time in each hour: then it also does so in an hour that clocks show twice. */
  readonly everyHour: boolean;
  readonly #fields: CronFields;
  /** Times of day, ascending. */
  readonly #times: readonly number[];
  readonly #unit: number;
  readonly #months: Values;
  readonly #years: Values;
  /** Each by itself; a day that one of them means is meant. */
  readonly #days: readonly Days[];

  constructor(fields: CronFields) {
    const [minutes = any, hours = any, ofMonth = any, months = any, ofWeek = any, seconds, years = any] =
      fields.values;
    this.#fields = fields;
    this.everyHour = hours.includes("*");
    this.#unit = seconds ? 1000 : minute;
    this.#times = all(hours, 24).flatMap((h) =>
      all(minutes, 60).flatMap((m) => all(seconds ?? [0], 60).map((s) => ((h * 60 + m) * 60 + s) * 1000)),
    );
    this.#months = months;
    this.#years = years;
    const either = !ofMonth.includes("*") && !ofWeek.includes("*");
    this.#days = either
      ? [
          { ofMonth, ofWeek: any },
          { ofMonth: any, ofWeek },
        ]
      : [{ ofMonth, ofWeek }];
  }

  /** The first time after what clocks show; null when none comes. */
  next(clock: Clock): Clock | null {
    return this.#find(Math.floor(clock / this.#unit) * this.#unit + this.#unit, 1);
  }

  /** The last time before what clocks show; null when there was none. */
  previous(clock: Clock): Clock | null {
    return this.#find(Math.floor((clock - 1) / this.#unit) * this.#unit, -1);
  }

  #find(from: Clock, direction: 1 | -1): Clock | null {
    const found = this.#days.map((days) => this.#search(days, from, direction));
    const clocks = found.filter((clock) => clock !== null);
    // A day of the month and a day of the week mean either, unless one is of a kind that limits the other, too.
    const limiting = this.#fields.nth.size > 0 || this.#fields.nearestWeekday !== undefined;
    if (clocks.length === 0 || (limiting && clocks.length < found.length)) return null;
    return direction > 0 ? Math.min(...clocks) : Math.max(...clocks);
  }

  #search(days: Days, from: Clock, direction: 1 | -1): Clock | null {
    const first = Math.floor(from / dayLength) * dayLength;
    const firstYear = new Date(first).getUTCFullYear();
    for (let day = first; ; day += direction * dayLength) {
      const date = new Date(day);
      if (Math.abs(date.getUTCFullYear() - firstYear) > longestWait) return null;
      if (!this.#isMeant(days, date)) continue;
      const times = this.#times.filter((time) => (direction > 0 ? day + time >= from : day + time <= from));
      const time = times.at(direction > 0 ? 0 : -1);
      if (time !== undefined) return day + time;
    }
  }

  #isMeant({ ofMonth, ofWeek }: Days, date: Date): boolean {
    const [year, month, day, weekday] = [
      date.getUTCFullYear(),
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCDay(),
    ];
    if (!has(this.#years, year) || !has(this.#months, month)) return false;
    const { nth, nearestWeekday } = this.#fields;
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const inMonth =
      nearestWeekday === undefined
        ? has(ofMonth, day) || (day === last && ofMonth.includes("l"))
        : day === weekdayNear(nearestWeekday, date, last);
    if (!inMonth) return false;
    if (nth.size === 0) return has(ofWeek, weekday);
    const which = nth.get(weekday);
    return which !== undefined && (which.has(Math.ceil(day / 7)) || (which.has("l") && day + 7 > last));
  }
}

function has(values: Values, value: number): boolean {
  return values.includes("*") || values.includes(value);
}

function all(values: Values, count: number): number[] {
  return Array.from({ length: count }, (_, value) => value).filter((value) => has(values, value));
}

/** The day of the month, Monday to Friday, that is nearest to `wanted` without leaving the month. */
function weekdayNear(wanted: number, inMonth: Date, last: number): number {
  const day = Math.min(wanted, last);
  const weekday = new Date(Date.UTC(inMonth.getUTCFullYear(), inMonth.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day > 1 ? day - 1 : day + 2;
  if (weekday === 0) return day < last ? day + 1 : day - 2;
  return day;
}
