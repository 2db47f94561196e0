// Turns a schedule as authors write it into the model's.
import type { ScheduleModel, TimetableModel } from "../../model/dag/schedule.ts";
import { isPlainObject } from "../../model/to-json.ts";
import type { AnyAsset, AssetAlias } from "../asset.ts";
import { assetsOf, conditionModel, isCondition } from "../asset-model.ts";
import { inSeconds, isDuration } from "../duration.ts";
import type { Schedule } from "../options.ts";
import type { AssetOrTimeSchedule } from "../timetable.ts";
import { cronExpression, describeTimetable, isTimetable, timetableIssue } from "./describe-timetable.ts";

/** What is made by no clock, or once, or without a pause. */
const single: Readonly<Record<string, ScheduleModel>> = {
  "@once": { kind: "once" },
  "@continuous": { kind: "continuous" },
};

/** Whether it is of a form that a schedule has. */
export function isSchedule(value: unknown): value is Schedule {
  return value === null || isTime(value) || isCondition(value) || isAssetOrTime(value);
}

/** What is wrong with one that is of such a form: what of it, and why. */
export function scheduleIssue(schedule: Schedule): ReturnType<typeof timetableIssue> {
  if (isTimetable(schedule)) return timetableIssue(schedule);
  if (!isAssetOrTime(schedule) || !isTimetable(schedule.timetable)) return undefined;
  const issue = timetableIssue(schedule.timetable);
  return issue && { ...issue, path: ["timetable", ...issue.path] };
}

export function describeSchedule(schedule: Schedule): ScheduleModel {
  if (schedule === null) return { kind: "none" };
  if (typeof schedule === "string" && Object.hasOwn(single, schedule))
    return single[schedule] as ScheduleModel;
  if (isCondition(schedule)) return { kind: "assets", condition: conditionModel(schedule) };
  if (!isAssetOrTime(schedule)) return describeTime(schedule);
  return {
    kind: "asset_or_time",
    condition: conditionModel(schedule.assets),
    timetable: describeTime(schedule.timetable),
  };
}

/** The assets whose updates the schedule waits for. */
export function scheduledAssets(schedule: Schedule): (AnyAsset | AssetAlias)[] {
  if (isCondition(schedule)) return assetsOf(schedule);
  return isAssetOrTime(schedule) ? assetsOf(schedule.assets) : [];
}

type Time = AssetOrTimeSchedule["timetable"];

function isTime(value: unknown): value is Time {
  return typeof value === "string" || isDuration(value) || isTimetable(value);
}

function isAssetOrTime(value: unknown): value is AssetOrTimeSchedule {
  return (
    isPlainObject(value) &&
    isCondition(value.assets) &&
    isTime(value.timetable) &&
    !(typeof value.timetable === "string" && Object.hasOwn(single, value.timetable))
  );
}

function describeTime(time: Time): TimetableModel {
  if (typeof time === "string") return { kind: "cron", expression: cronExpression(time) };
  return isTimetable(time) ? describeTimetable(time) : { kind: "every", seconds: inSeconds(time) };
}
