// Says a schedule in the words of Airflow's UI.
import cronstrue from "cronstrue";
import type { ScheduleModel } from "../model/dag/schedule.ts";
import { durationText } from "./option-text.ts";

/** `At 00:00 (0 0 * * *)`, `Every 1 h 30 min`. */
export function scheduleText(schedule: ScheduleModel): string {
  switch (schedule.kind) {
    case "none":
      return "Never, external triggers only";
    case "once":
      return "Once, as soon as possible";
    case "cron": {
      const words = cronWords(schedule.expression);
      return words === "" ? schedule.expression : `${words} (${schedule.expression})`;
    }
    case "every":
      return `Every ${durationText(schedule.seconds)}`;
    case "assets":
      return "Triggered by assets";
  }
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
