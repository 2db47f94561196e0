// Says a schedule in the words of Airflow's UI.
import cronstrue from "cronstrue";
import type { ScheduleModel, TimetableModel } from "../model/dag/schedule.ts";
import { durationText } from "./option-text.ts";

/** `At 00:00 (0 0 * * *)`, `Every 1 h 30 min`. */
export function scheduleText(schedule: ScheduleModel): string {
  switch (schedule.kind) {
    case "none":
      return "Never, external triggers only";
    case "once":
      return "Once, as soon as possible";
    case "continuous":
      return "As frequently as possible, but only one run at a time";
    case "cron":
    case "every":
    case "cron_trigger":
    case "multiple_cron_trigger":
    case "delta_trigger":
    case "events":
      return timetableText(schedule);
    case "assets":
      return "Triggered by assets";
    case "asset_or_time":
      return `Triggered by assets or ${timetableText(schedule.timetable)}`;
  }
}

function timetableText(timetable: TimetableModel): string {
  switch (timetable.kind) {
    case "cron":
      return cronText(timetable.expression);
    case "every":
      return `Every ${durationText(timetable.seconds)}`;
    case "cron_trigger":
      return `${cronText(timetable.expression)}${atTicks(timetable)}`;
    case "multiple_cron_trigger":
      return `${timetable.expressions.map(cronText).join(", ")}${atTicks(timetable)}`;
    case "delta_trigger":
      return `Every ${durationText(timetable.seconds)}${atTicks(timetable)}`;
    case "events": {
      const { dates, description } = timetable;
      if (description !== undefined) return description;
      const sorted = dates.toSorted();
      return `${dates.length} events between ${sorted[0]} and ${sorted.at(-1)}`;
    }
  }
}

/** What Airflow does not say: that runs are not of the intervals between ticks. */
function atTicks({ interval }: { readonly interval: number }): string {
  return interval === 0 ? ", at the tick" : `, at the tick, of the ${durationText(interval)} before`;
}

function cronText(expression: string): string {
  const words = cronWords(expression);
  return words === "" ? expression : `${words} (${expression})`;
}

/** One in UTC does not say so. */
export function inZone(schedule: string, timezone: string): string {
  return timezone === "UTC" ? schedule : `${schedule}, ${timezone}`;
}

/**
 * Airflow's own words come from the Python library of which this is the sibling. Empty, as there, where there are
 * seconds or years, or what the library does not know.
 */
function cronWords(expression: string): string {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) return "";
  const [minute, hour, day, month, weekday] = fields;
  // With both, either is enough, as Airflow says with an `or`.
  if (day !== "*" && weekday !== "*") {
    const days = describe([minute, hour, day, month, "*"].join(" "));
    const weekdays = describe([minute, hour, "*", month, weekday].join(" "));
    return days === "" || weekdays === "" ? "" : `${days} (or) ${weekdays}`;
  }
  return describe(fields.join(" "));
}

function describe(expression: string): string {
  try {
    return cronstrue.toString(expression, { use24HourTimeFormat: true });
  } catch {
    return "";
  }
}
