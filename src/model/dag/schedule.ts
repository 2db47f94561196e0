// When a DAG's runs are made, as the model says it. Whoever treats kinds of schedules apart does so with a switch
// or a table that knows every kind, so that a new one does not compile before each of them says what it does.
import * as z from "zod";
import { AssetCondition } from "./asset.ts";
import { seconds } from "./option.ts";

export const ScheduleModel = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("once") }),
  z.object({ kind: z.literal("cron"), expression: z.string() }),
  z.object({ kind: z.literal("every"), seconds: seconds.positive() }),
  z.object({ kind: z.literal("assets"), condition: AssetCondition }),
]);
export type ScheduleModel = z.infer<typeof ScheduleModel>;

export type ScheduleKind = ScheduleModel["kind"];
export type ScheduleOf<Kind extends ScheduleKind> = Extract<ScheduleModel, { kind: Kind }>;

/** What must have been updated for a run; undefined when assets trigger none. */
export function assetTrigger(schedule: ScheduleModel): AssetCondition | undefined {
  switch (schedule.kind) {
    case "none":
    case "once":
    case "cron":
    case "every":
      return undefined;
    case "assets":
      return schedule.condition;
  }
}
