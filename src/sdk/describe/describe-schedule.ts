// Turns a schedule as authors write it into the model's.
import type { ScheduleKind, ScheduleModel, ScheduleOf } from "../../model/dag/schedule.ts";
import { type AnyAsset, assetsOf, conditionModel, isCondition } from "../asset.ts";
import { inSeconds } from "../duration.ts";
import type { Schedule } from "../options.ts";

// Airflow's own reading of the presets (authoring-and-scheduling/cron.html#cron-presets).
const presets: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@quarterly": "0 0 1 */3 *",
  "@yearly": "0 0 1 1 *",
};

/** How a schedule of each kind is told from the others, and read; each schedule is of one kind. */
const readers: {
  readonly [Kind in ScheduleKind]: (schedule: Schedule) => ScheduleOf<Kind> | undefined;
} = {
  none: (schedule) => (schedule === null ? { kind: "none" } : undefined),
  once: (schedule) => (schedule === "@once" ? { kind: "once" } : undefined),
  cron: (schedule) =>
    typeof schedule === "string" && schedule !== "@once"
      ? { kind: "cron", expression: presets[schedule] ?? schedule }
      : undefined,
  every: (schedule) =>
    typeof schedule === "object" && schedule !== null && !isCondition(schedule)
      ? { kind: "every", seconds: inSeconds(schedule) }
      : undefined,
  assets: (schedule) =>
    isCondition(schedule) ? { kind: "assets", condition: conditionModel(schedule) } : undefined,
};

/** @throws TypeError when it is nothing that a schedule can be */
export function describeSchedule(schedule: Schedule): ScheduleModel {
  for (const read of Object.values(readers)) {
    const model = read(schedule);
    if (model) return model;
  }
  throw new TypeError(
    `${JSON.stringify(schedule)} is not a schedule. Write a cron expression, a preset such as "@daily", a ` +
      "duration such as { hours: 1 }, an asset or null.",
  );
}

/** The assets whose updates the schedule waits for. */
export function scheduledAssets(schedule: Schedule): AnyAsset[] {
  return isCondition(schedule) ? assetsOf(schedule) : [];
}
