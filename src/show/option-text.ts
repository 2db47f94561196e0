// The options of a DAG or a task that are not what Airflow does by itself, in words.

import type { CallbackModel } from "../model/dag/callback.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { dagOptions } from "../model/dag/dag-options.ts";
import type { DeadlineModel, DeadlineReferenceModel } from "../model/dag/deadline.ts";
import type { Option, OptionKind } from "../model/dag/option.ts";
import { sensorOptions } from "../model/dag/sensor-options.ts";
import { defaultsOf } from "../model/dag/task-group.ts";
import type { TaskModel } from "../model/dag/task-model.ts";
import { taskOptions } from "../model/dag/task-options.ts";
import type { JsonValue } from "../model/json.ts";
import { valueText } from "./expression-text.ts";

/** Values by the option's name. */
export type OptionTexts = Readonly<Record<string, string>>;

/** Of a DAG's options, those that are no parts with places of their own. */
const shownKinds: ReadonlySet<OptionKind> = new Set(["plain", "duration", "dag_callbacks", "deadlines"]);

/** Shown in places of their own. */
const shownElsewhere = new Set(["description", "startDate", "endDate", "timezone", "tags"]);

export function dagOptionTexts(dag: DagModel): OptionTexts {
  const plain = Object.entries<Option>(dagOptions).filter(
    ([name, { kind }]) => shownKinds.has(kind) && !shownElsewhere.has(name),
  );
  return texts(plain.map(([name, option]) => [name, option, dag[name as keyof DagModel], option.initial]));
}

/** How a sensor waits; the task's own options, and what its groups and the DAG say for all their tasks. The trigger rule has a place of its own. */
export function taskOptionTexts(task: TaskModel, dag: DagModel): OptionTexts {
  const defaults = defaultsOf(task, dag);
  const own = Object.entries(taskOptions).filter(([name]) => name !== "triggerRule");
  const waiting = task.kind === "sensor" ? Object.entries<Option>(sensorOptions) : [];
  return texts([
    ...waiting.map(([name, option]) => [name, option, task[name as keyof TaskModel], undefined] as const),
    ...own.map(([key, option]) => {
      const name = key as keyof typeof taskOptions;
      const airflowDefault = option.local.heeded ? option.local.default : undefined;
      return [name, option, task.options[name] ?? defaults[name], airflowDefault] as const;
    }),
  ]);
}

function texts(options: readonly (readonly [string, Option, unknown, unknown])[]): OptionTexts {
  return Object.fromEntries(
    options.flatMap(([name, { kind }, value, usual]) => {
      if (value === undefined || value === usual) return [];
      return [[name, optionText(kind, value)]];
    }),
  );
}

function optionText(kind: OptionKind, value: unknown): string {
  switch (kind) {
    case "duration":
    case "seconds":
      return durationText(value as number);
    case "task_callbacks":
    case "dag_callbacks":
      return (value as readonly CallbackModel[]).map(callbackText).join(", ");
    case "deadlines":
      return (value as readonly DeadlineModel[]).map(deadlineText).join(", ");
    case "plain":
    case "date":
    case "markdown":
    case "inlets":
    case "outlets":
    case "executor_config":
    case "access":
    case "schedule":
    case "params":
    case "defaults":
      return valueText(value as JsonValue);
  }
}

/** Its name, and the connections that it is given: `webhook (api: team_channel)`. */
function callbackText({ name, connections }: CallbackModel): string {
  const given = Object.entries(connections).map(([own, connId]) => `${own}: ${connId}`);
  return given.length === 0 ? name : `${name} (${given.join(", ")})`;
}

/** `1 h after dagrun_queued_at: webhook (api: team_channel)` */
function deadlineText({ interval, reference, callback }: DeadlineModel): string {
  return `${durationText(interval)} after ${referenceText(reference)}: ${callbackText(callback)}`;
}

function referenceText(reference: DeadlineReferenceModel): string {
  switch (reference.kind) {
    case "dagrun_logical_date":
    case "dagrun_queued_at":
      return reference.kind;
    case "fixed_datetime":
      return reference.datetime;
    case "average_runtime":
      return `the average runtime of ${reference.minRuns} to ${reference.maxRuns} runs`;
  }
}

const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
] as const;

/** Exactly, in the parts that authors write: `1 d 2 h 30 min 0.5 s`. */
export function durationText(seconds: number): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * length;
  }
  if (rest > 0 || parts.length === 0) parts.push(`${Number(rest.toFixed(6))} s`);
  return parts.join(" ");
}
