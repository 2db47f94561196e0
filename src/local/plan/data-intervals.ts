// The data intervals of a schedule that repeats.

import { CronTimetable } from "../../model/dag/cron-timetable.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import type { ScheduleOf } from "../../model/dag/schedule.ts";

/** A schedule that repeats. */
export type Repeating = ScheduleOf<"cron" | "every">;

export interface DataInterval {
  readonly start: Date;
  readonly end: Date;
}

/**
 * The intervals that begin at `from` or later, until none comes.
 *
 * @param anchor the start of an interval that a fixed distance is counted from: Airflow counts from the start date
 */
export function dataIntervals(
  dag: DagModel,
  schedule: Repeating,
  from: Date,
  anchor: Date,
): Generator<DataInterval> {
  switch (schedule.kind) {
    case "cron":
      return new CronTimetable(schedule.expression, dag.timezone).intervals(from);
    case "every":
      return distances(schedule.seconds * 1000, from, anchor);
  }
}

function* distances(distance: number, from: Date, anchor: Date): Generator<DataInterval> {
  const skipped = Math.max(0, Math.ceil((from.getTime() - anchor.getTime()) / distance));
  for (let start = anchor.getTime() + skipped * distance; ; start += distance) {
    yield { start: new Date(start), end: new Date(start + distance) };
  }
}
