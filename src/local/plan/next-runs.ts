// The runs of a DAG that are still to come, for whoever wants to see them before they are made.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { type TimetableModel, timetableOf } from "../../model/dag/schedule.ts";
import { type DataInterval, dataIntervals, firstInterval, leadOf } from "./data-intervals.ts";
import { bounds } from "./plan-runs.ts";

const day = 24 * 3600 * 1000;

/**
 * The intervals of the next runs, the first of which is the one that `now` lies in: its run starts when it is over.
 * None where runs are not made by dates, or the DAG's end date is over.
 */
export function nextRuns(dag: DagModel, now: Date, count: number): DataInterval[] {
  const timetable = timetableOf(dag.schedule);
  if (timetable) return nextIntervals(dag, timetable, now, count);
  return dag.schedule.kind === "once" ? onlyInterval(dag, now, count) : [];
}

function nextIntervals(dag: DagModel, timetable: TimetableModel, now: Date, count: number): DataInterval[] {
  // Without a start date Airflow begins now.
  const { start = now, end } = bounds(dag);
  const lead = leadOf(timetable);
  const runs: DataInterval[] = [];
  if (count < 1) return runs;
  for (const interval of dataIntervals(dag, timetable, before(dag, timetable, now, start), start)) {
    if (end !== undefined && interval.start.getTime() + lead > end.getTime()) break;
    if (interval.end > now) runs.push(interval);
    if (runs.length === count) break;
  }
  return runs;
}

/** Where to begin so that the interval which `now` lies in is met, without all those since the DAG's start date. */
function before(dag: DagModel, timetable: TimetableModel, now: Date, start: Date): Date {
  for (let back = day; ; back *= 8) {
    const from = new Date(now.getTime() - back);
    if (!(from > start)) return start;
    const first = firstInterval(dag, timetable, from, start);
    if (first && first.end <= now) return from;
  }
}

function onlyInterval(dag: DagModel, now: Date, count: number): DataInterval[] {
  const { start, end } = bounds(dag);
  const isToCome = start !== undefined && start > now && !(end !== undefined && start > end);
  return isToCome && count > 0 ? [{ start, end: start }] : [];
}
