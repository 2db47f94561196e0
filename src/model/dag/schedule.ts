// When a DAG's runs are made, as the model says it. Whoever treats kinds of schedules apart does so with a switch
// or a table that knows every kind, so that a new one does not compile before each of them says what it does.
import * as z from "zod";
import type { AssetCondition } from "./asset.ts";
import { assetConditionSchema } from "./asset-schema.ts";
import { seconds } from "./option.ts";

/** Of a timetable that makes runs at its ticks: how long before a tick the run's data interval begins, in seconds. */
const interval = seconds;
const runImmediately = z.union([z.boolean(), seconds]).optional();

/** What makes runs by the clock, again and again. */
const timetables = [
  z.object({ kind: z.literal("cron"), expression: z.string() }),
  z.object({ kind: z.literal("every"), seconds: seconds.positive() }),
  z.object({ kind: z.literal("cron_trigger"), expression: z.string(), interval, runImmediately }),
  z.object({
    kind: z.literal("multiple_cron_trigger"),
    expressions: z.array(z.string()).readonly(),
    interval,
    runImmediately,
  }),
  z.object({ kind: z.literal("delta_trigger"), seconds: seconds.positive(), interval }),
  z.object({
    kind: z.literal("events"),
    /** Wall-clock dates in the DAG's time zone. */
    dates: z.array(z.string()).readonly(),
    restrictToEvents: z.boolean(),
    description: z.string().optional(),
  }),
] as const;
export const TimetableModel = z.discriminatedUnion("kind", timetables);
export type TimetableModel = z.infer<typeof TimetableModel>;

export const ScheduleModel = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("once") }),
  z.object({ kind: z.literal("continuous") }),
  ...timetables,
  z.object({ kind: z.literal("assets"), condition: assetConditionSchema }),
  z.object({ kind: z.literal("asset_or_time"), condition: assetConditionSchema, timetable: TimetableModel }),
]);
export type ScheduleModel = z.infer<typeof ScheduleModel>;

export type TimetableOf<Kind extends TimetableModel["kind"]> = Extract<TimetableModel, { kind: Kind }>;

/** What must have been updated for a run; undefined when assets trigger none. */
export function assetTrigger(schedule: ScheduleModel): AssetCondition | undefined {
  switch (schedule.kind) {
    case "none":
    case "once":
    case "continuous":
    case "cron":
    case "every":
    case "cron_trigger":
    case "multiple_cron_trigger":
    case "delta_trigger":
    case "events":
      return undefined;
    case "assets":
    case "asset_or_time":
      return schedule.condition;
  }
}

/** What makes runs by the clock; undefined where nothing does so again and again. */
export function timetableOf(schedule: ScheduleModel): TimetableModel | undefined {
  switch (schedule.kind) {
    case "none":
    case "once":
    case "continuous":
    case "assets":
      return undefined;
    case "cron":
    case "every":
    case "cron_trigger":
    case "multiple_cron_trigger":
    case "delta_trigger":
    case "events":
      return schedule;
    case "asset_or_time":
      return schedule.timetable;
  }
}

/** Whether runs that assets trigger are the only ones that the schedule makes. */
export function isOnlyOnAssets(schedule: ScheduleModel): boolean {
  return assetTrigger(schedule) !== undefined && timetableOf(schedule) === undefined;
}
