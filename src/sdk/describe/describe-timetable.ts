// Reads timetables as their functions leave them: what is wrong with one, and what it is in the model.
import * as z from "zod";
import type { TimetableModel } from "../../model/dag/schedule.ts";
import { isPlainObject } from "../../model/to-json.ts";
import { type Duration, inSeconds, isDuration } from "../duration.ts";
import type { Timetable } from "../timetable.ts";

// Airflow's own reading of the presets (authoring-and-scheduling/cron.html#cron-presets).
const presets: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@quarterly": "0 0 1 */3 *",
  "@yearly": "0 0 1 1 *",
};

/** A preset as the expression that it stands for. */
export function cronExpression(cron: string): string {
  return Object.hasOwn(presets, cron) ? (presets[cron] as string) : cron;
}

const duration = z
  .custom(isDuration, "Write a length of time, such as { minutes: 5 }: days, hours, minutes and seconds")
  .transform((value) => inSeconds(value as Duration));

const interval = duration
  .refine((seconds) => seconds >= 0, "A data interval is no shorter than nothing")
  .default(0);
const trigger = { interval, runImmediately: z.union([z.boolean(), duration]).optional() };

const Authored = z.discriminatedUnion("timetable", [
  z.strictObject({ timetable: z.literal("cron_trigger"), cron: z.string(), ...trigger }),
  z.strictObject({ timetable: z.literal("multiple_cron_trigger"), crons: z.array(z.string()), ...trigger }),
  z.strictObject({ timetable: z.literal("delta_trigger"), delta: duration, interval }),
  z.strictObject({
    timetable: z.literal("events"),
    eventDates: z.array(z.string()),
    restrictToEvents: z.boolean().default(false),
    description: z.string().optional(),
  }),
]);

export function isTimetable(value: unknown): value is Timetable {
  return (
    isPlainObject(value) && Authored.options.some(({ shape }) => shape.timetable.value === value.timetable)
  );
}

/** What is wrong with what one of the functions was given; undefined when nothing is. */
export function timetableIssue(value: Timetable): z.core.$ZodIssue | undefined {
  return Authored.safeParse(value).error?.issues[0];
}

export function describeTimetable(value: Timetable): TimetableModel {
  const authored = Authored.parse(value);
  switch (authored.timetable) {
    case "cron_trigger": {
      const { timetable: kind, cron, ...rest } = authored;
      return { kind, expression: cronExpression(cron), ...rest };
    }
    case "multiple_cron_trigger": {
      const { timetable: kind, crons, ...rest } = authored;
      return { kind, expressions: crons.map(cronExpression), ...rest };
    }
    case "delta_trigger": {
      const { timetable: kind, delta: seconds, interval } = authored;
      return { kind, seconds, interval };
    }
    case "events": {
      const { timetable: kind, eventDates: dates, ...rest } = authored;
      return { kind, dates, ...rest };
    }
  }
}
