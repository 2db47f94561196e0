// Says what is wrong with what an author has given an option. The types say it first, to those who look at them.
import type * as z from "zod";
import type { Option, OptionKind } from "../../model/dag/option.ts";
import { isPlainObject } from "../../model/to-json.ts";
import { written } from "../../model/written.ts";
import { isOutlet } from "../asset-model.ts";
import { inSeconds, isDuration } from "../duration.ts";
import { isParams } from "../params.ts";
import { wrongCallback } from "./describe-callbacks.ts";
import { wrongDeadline } from "./describe-deadlines.ts";
import { isSchedule, scheduleIssue } from "./describe-schedule.ts";
import type { Misuse } from "./misuse.ts";

const aDuration = "Write a length of time, such as { minutes: 5 }: days, hours, minutes and seconds.";
const someAssets = 'Write a list of assets, such as [asset("s3://bucket/key")].';
const isAssets = (value: unknown) => Array.isArray(value) && value.every(isOutlet);
const anything = () => true;

/** What values of each kind are, before the option's own schema has a look, and what to write for one that is not. */
const kinds: Readonly<Record<OptionKind, readonly [is: (value: unknown) => boolean, remedy: string]>> = {
  plain: [anything, ""],
  executor_config: [isPlainObject, "Write an object, such as { podOverride: { ... } }."],
  access: [anything, ""],
  date: [anything, ""],
  markdown: [anything, ""],
  duration: [isDuration, aDuration],
  seconds: [isDuration, aDuration],
  inlets: [isAssets, someAssets],
  outlets: [isAssets, someAssets],
  task_callbacks: [anything, ""],
  dag_callbacks: [anything, ""],
  deadlines: [anything, ""],
  schedule: [
    isSchedule,
    'Write a cron expression, a preset such as "@daily", a length of time such as { hours: 1 }, a timetable such as ' +
      'cronTriggerTimetable("0 6 * * *"), an asset, assetOrTimeSchedule({ timetable, assets }) or null.',
  ],
  params: [isParams, 'Write a schema: z.object({ name: z.string().default("...") }).'],
  defaults: [isPlainObject, "Write an object of options of tasks, such as { retries: 2 }."],
};

/** @param path leads to the option, its own name last */
export function checkOption(
  { kind, schema }: Option,
  value: unknown,
  path: readonly string[],
): Misuse | undefined {
  const [is, remedy] = kinds[kind];
  if (!is(value)) {
    return { path, problem: `has ${written(value)} as ${path.join(".")}. ${remedy}` };
  }
  const callback = wrongCallbackOf(kind, value);
  if (callback) {
    const at = [...path, ...callback.path];
    return { path: at, problem: `has ${callback.what} as ${at.join(".")}. ${callback.remedy}` };
  }
  const issue = ownIssue(kind, schema, value);
  if (!issue) return undefined;
  const at = issue.path.map(String);
  const wrong = issue.path.reduce<unknown>(
    (inner, step) => (inner as Record<PropertyKey, unknown>)[step],
    value,
  );
  const message = issue.message.endsWith(".") ? issue.message : `${issue.message}.`;
  return { path, problem: `has ${written(wrong)} as ${[...path, ...at].join(".")}. ${message}` };
}

/** What the option's own schema says; it is that of the model, so that only some kinds can be put to it as they are. */
function ownIssue(kind: OptionKind, schema: z.ZodType, value: unknown): z.core.$ZodIssue | undefined {
  switch (kind) {
    case "plain":
    case "executor_config":
    case "access":
    case "date":
    case "markdown":
      return schema.safeParse(value).error?.issues[0];
    case "duration":
    case "seconds":
      return schema.safeParse(inSeconds(value as never)).error?.issues[0];
    case "schedule":
      return scheduleIssue(value as never);
    case "inlets":
    case "outlets":
    case "params":
    case "defaults":
    case "task_callbacks":
    case "dag_callbacks":
    case "deadlines":
      return undefined;
  }
}

/** Of callbacks and deadlines, the first one that cannot be. */
function wrongCallbackOf(kind: OptionKind, value: unknown): ReturnType<typeof wrongCallback> {
  if (kind === "task_callbacks") return wrongCallback(value, "task");
  if (kind === "dag_callbacks") return wrongCallback(value, "dag");
  return kind === "deadlines" ? wrongDeadline(value) : undefined;
}
