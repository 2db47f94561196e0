// Chooses the one run that somebody wants to see again and again who works on a DAG.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { readInstant } from "../../model/run/date-text.ts";
import type { AssetEvents, PlannedRun } from "../schedule/task-instance.ts";
import { type DataInterval, dataIntervals, type Repeating } from "./data-intervals.ts";
import {
  bounds,
  isUndated,
  labelOfRun,
  plannedRun,
  planRuns,
  undatedRun,
  undatedRunOf,
} from "./plan-runs.ts";

/** The run that was begun last. */
interface LastRun {
  readonly runId: string;
  readonly assetEvents: AssetEvents;
}

const day = 24 * 3600 * 1000;
/** Some schedules have one run in many years. */
const longest = 4_000 * day;

/**
 * The run of `date`, the first one when there are several; without a date the one that was begun last, or else the
 * DAG's first, or where it has no start date, the last one whose interval is over.
 *
 * @throws {UsageError} when there is no such run, or `date` is none
 */
export function oneRun(
  dag: DagModel,
  date: string | undefined,
  last: LastRun | undefined,
  now: Date,
): PlannedRun {
  if (date !== undefined) return firstOf(dag, date);
  if (isUndated(dag, {})) {
    return last ? undatedRunOf(last.runId, last.assetEvents) : undatedRun("manual", now);
  }
  return (last && runAgain(dag, last)) ?? firstRun(dag, now);
}

/** @throws {UsageError} */
function firstOf(dag: DagModel, date: string): PlannedRun {
  return planRuns(dag, { from: date, to: date })[0] as PlannedRun;
}

/**
 * The run that another DAG's task starts: of that logical date, and of the last interval that is over by then, as a run
 * by hand has it in Airflow.
 */
export function startedRun(dag: DagModel, logicalDate: Date, runId?: string): PlannedRun {
  const { start, end } = intervalOver(dag, logicalDate);
  const run = plannedRun(logicalDate, end);
  const own = runId === undefined ? {} : { runId, label: labelOfRun(runId) };
  return { ...run, ...own, dataIntervalStart: start.toISOString() };
}

function intervalOver(dag: DagModel, by: Date): DataInterval {
  const { schedule } = dag;
  switch (schedule.kind) {
    case "cron":
    case "every":
      return lastOver(dag, schedule, by);
    case "none":
    case "once":
    case "assets":
      return { start: by, end: by };
  }
}

/** Undefined when the DAG has no such run any more. */
function runAgain(dag: DagModel, { runId }: LastRun): PlannedRun | undefined {
  // Ids of local runs end in their date.
  const date = readInstant(runId.slice(runId.indexOf("__") + 2));
  return date ? runOf(dag, date) : undefined;
}

/** The DAG's run of that logical date; undefined when its schedule makes none. */
export function runOf(dag: DagModel, logicalDate: Date): PlannedRun | undefined {
  const interval = intervalAt(dag, logicalDate);
  const { start, end } = bounds(dag);
  const isOutside = (start && logicalDate < start) || (end && logicalDate > end);
  return interval?.start.getTime() === logicalDate.getTime() && !isOutside
    ? plannedRun(interval.start, interval.end)
    : undefined;
}

function intervalAt(dag: DagModel, start: Date): DataInterval | undefined {
  const { schedule } = dag;
  switch (schedule.kind) {
    case "cron":
    case "every":
      return dataIntervals(dag, schedule, start, bounds(dag).start ?? start).next().value;
    case "none":
    case "once":
    case "assets":
      return { start, end: start };
  }
}

function firstRun(dag: DagModel, now: Date): PlannedRun {
  const { startDate, schedule } = dag;
  if (startDate !== undefined) {
    const { end } = bounds(dag);
    const first = intervalAt(dag, bounds(dag).start ?? now);
    return first && !(end && first.start > end)
      ? plannedRun(first.start, first.end)
      : firstOf(dag, startDate);
  }
  switch (schedule.kind) {
    case "cron":
    case "every": {
      const { start, end } = lastOver(dag, schedule, now);
      return plannedRun(start, end);
    }
    case "none":
    case "once":
    case "assets":
      return firstOf(dag, now.toISOString().slice(0, 10));
  }
}

/** The last interval that is over; when none is, that of the day before. */
function lastOver(dag: DagModel, schedule: Repeating, now: Date): DataInterval {
  for (let back = day; back < longest; back *= 8) {
    let found: DataInterval | undefined;
    for (const interval of dataIntervals(dag, schedule, new Date(now.getTime() - back), midnight(now))) {
      if (interval.end > now) break;
      found = interval;
    }
    if (found) return found;
  }
  return { start: new Date(now.getTime() - day), end: now };
}

/** What a fixed distance is counted from: the same all day, so that the run stays the same. */
function midnight(now: Date): Date {
  return new Date(Math.floor(now.getTime() / day - 1) * day);
}
