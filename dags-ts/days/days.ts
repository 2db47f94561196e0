// Days as text, `2021-07-02`: the report looks at many of them, whatever run it belongs to.
import { dateNames } from "windsock";
import { fillDateNames } from "./fill-date-names.ts";

const dayMilliseconds = 86_400_000;

/** All days of a period, both ends included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let time = Date.parse(first); time <= Date.parse(last); time += dayMilliseconds) {
    days.push(new Date(time).toISOString().slice(0, 10));
  }
  return days;
}

/** From 0, Monday, to 6, Sunday. */
export function weekday(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** The key of a day's object. */
export function keyOf(template: string, day: string): string {
  return fillDateNames(template, dateNames(day));
}
