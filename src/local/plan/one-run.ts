// Chooses the one run that somebody wants to see again and again who works on a DAG.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { type TimetableModel, timetableOf } from "../../model/dag/schedule.ts";
import { readInstant } from "../../model/run/date-text.ts";
import { dateOf } from "../../model/run/local-run-id.ts";
import type { AssetEvents, PlannedRun } from "../schedule/task-instance.ts";
import { type DataInterval, dataIntervals, firstInterval, intervalByHand, leadOf } from "./data-intervals.ts";
import {
  bounds,
  firstRun as firstPlanned,
  isUndated,
  labelOfRun,
  plannedRun,
  planRuns,
  singleEnd,
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
 * The run that another DAG's task starts: of that logical date, and of the interval that a run by hand has in Airflow,
 * such as the last one that is over by then.
 */
export function startedRun(dag: DagModel, logicalDate: Date, runId?: string): PlannedRun {
  const { start, end } = intervalOver(dag, logicalDate);
  const run = plannedRun(logicalDate, end);
  const own = runId === undefined ? {} : { runId, label: labelOfRun(runId) };
  return { ...run, ...own, dataIntervalStart: start.toISOString() };
}

function intervalOver(dag: DagModel, by: Date): DataInterval {
  const timetable = timetableOf(dag.schedule);
  if (!timetable) return { start: by, end: by };
  return intervalByHand(dag, timetable, by) ?? lastOver(dag, timetable, by);
}

/** Undefined when the DAG has no such run any more. */
function runAgain(dag: DagModel, { runId }: LastRun): PlannedRun | undefined {
  const date = readInstant(dateOf(runId));
  return date ? runOf(dag, date) : undefined;
}

/** The DAG's run of that logical date; undefined when its schedule makes none. */
export function runOf(dag: DagModel, logicalDate: Date): PlannedRun | undefined {
  const interval = intervalAt(dag, logicalDate);
  const { start, end } = bounds(dag);
  const timetable = timetableOf(dag.schedule);
  const bound = new Date(logicalDate.getTime() + (timetable ? leadOf(timetable) : 0));
  const isOutside = (start && bound < start) || (end && bound > end);
  return interval?.start.getTime() === logicalDate.getTime() && !isOutside
    ? plannedRun(interval.start, interval.end)
    : undefined;
}

/** The first one whose logical date is `date` or later. */
function intervalAt(dag: DagModel, date: Date): DataInterval | undefined {
  const timetable = timetableOf(dag.schedule);
  if (!timetable) return { start: date, end: singleEnd(dag, date) };
  const bound = new Date(date.getTime() + leadOf(timetable));
  return firstInterval(dag, timetable, bound, bounds(dag).start ?? bound);
}

function firstRun(dag: DagModel, now: Date): PlannedRun {
  const { startDate } = dag;
  const timetable = timetableOf(dag.schedule);
  if (startDate !== undefined) {
    const first = firstPlanned(dag)?.logicalDate;
    return (first ? runOf(dag, new Date(first)) : undefined) ?? firstOf(dag, startDate);
  }
  if (!timetable) return firstOf(dag, now.toISOString().slice(0, 10));
  const { start, end } = lastOver(dag, timetable, now);
  return plannedRun(start, end);
}

/** The last interval that is over; when none is, that of the day before. */
function lastOver(dag: DagModel, timetable: TimetableModel, now: Date): DataInterval {
  for (let back = day; back < longest; back *= 8) {
    let found: DataInterval | undefined;
    for (const interval of dataIntervals(dag, timetable, new Date(now.getTime() - back), midnight(now))) {
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
