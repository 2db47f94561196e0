// The commands that run something of a DAG again.
import { isDeepStrictEqual } from "node:util";
import { repeatCommand, resumeCommand } from "../../local/plan/resume-command.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import { TimeZone } from "../../model/dag/time-zone.ts";
import type { JsonValue } from "../../model/json.ts";
import { defaultParams } from "../../model/run/named-values.ts";
import type { RunHistory } from "./run-history.ts";

const hour = 3_600_000;

interface Again {
  /** Does all of it once more. */
  readonly repeat: string;
  /** Goes on with what failed or was not reached. */
  readonly resume: string;
}

/**
 * @param params masked, since commands are shown
 * @param taskId the only task to run
 * @param isLatest whether no other run of the DAG was made after it
 * @returns null for a run without dates that is not the latest one: no command can name it
 */
export function runAgain(
  model: DagModel,
  run: RunHistory,
  params: Readonly<Record<string, JsonValue>>,
  isLatest: boolean,
  taskId?: string,
): Again | null {
  const dates = datesOf(model, run);
  if (dates === null && !isLatest) return null;
  const asked = {
    dagId: model.dagId,
    ...dates,
    tasks: taskId === undefined ? [] : [taskId],
    params: paramTexts(model, params),
    trigger: true,
    retryDelay: undefined,
  };
  return { repeat: repeatCommand(asked), resume: resumeCommand(asked) };
}

/** As `--from` and `--to` want them: on the clocks of the DAG's time zone. */
function datesOf(
  { timezone }: DagModel,
  { runId, interval }: RunHistory,
): { from: string; to: string } | null {
  // Earlier releases kept no interval, only the id, which ends in its date.
  const start = interval ? Date.parse(interval.start) : dateOfId(runId);
  if (start === null || Number.isNaN(start)) return null;
  const clock = new Date(new TimeZone(timezone).clockAt(start)).toISOString().slice(0, 19);
  const from = clock.endsWith("T00:00:00") ? clock.slice(0, 10) : clock.replace(/:00$/, "");
  // A day alone means all the runs of that day.
  const isShort = interval !== null && Date.parse(interval.end) - start < 23 * hour;
  return { from, to: isShort && !from.includes("T") ? `${from}T00:00` : from };
}

function dateOfId(runId: string): number | null {
  const [type, date = ""] = runId.split(/__(.*)/);
  // A run without dates is named after when it was made, which is never a whole second.
  return type === "manual" && !date.includes(".") ? Date.parse(date) : null;
}

/** Those that differ from the DAG's defaults. */
function paramTexts({ params: schemas }: DagModel, params: Readonly<Record<string, JsonValue>>): string[] {
  const defaults = defaultParams(schemas);
  return Object.entries(params)
    .filter(([name, value]) => !isDeepStrictEqual(value, defaults[name]))
    .map(([name, value]) => `${name}=${valueText(value, schemas[name]?.type === "string")}`);
}

/** Text is taken as it is, unless it could be read as JSON and may be. */
function valueText(value: JsonValue, isText: boolean): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return isText || !isJson(value) ? value : JSON.stringify(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
