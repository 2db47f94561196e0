// The instants at which a schedule starts a new data interval.
import { parseCron } from "../../model/dag/cron.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import type { ScheduleOf } from "../../model/dag/schedule.ts";

/** A schedule that repeats. */
export type Repeating = ScheduleOf<"cron" | "every">;

/**
 * The schedule's ticks from `from` on, without end.
 *
 * @param anchor a tick that a fixed distance is counted from: Airflow counts from the start date
 */
export function ticks(dag: DagModel, schedule: Repeating, from: Date, anchor: Date): Generator<Date> {
  switch (schedule.kind) {
    case "cron":
      return cronTicks(schedule.expression, dag.timezone, from);
    case "every":
      return distanceTicks(schedule.seconds * 1000, from, anchor);
  }
}

function* cronTicks(expression: string, timezone: string, from: Date): Generator<Date> {
  const cron = parseCron(expression, timezone);
  // `nextRun` looks for whole seconds after the one it is given.
  let tick = cron.nextRun(new Date(Math.ceil(from.getTime() / 1000) * 1000 - 1000));
  while (tick !== null) {
    yield tick;
    tick = cron.nextRun(tick);
  }
}

function* distanceTicks(distance: number, from: Date, anchor: Date): Generator<Date> {
  const skipped = Math.max(0, Math.ceil((from.getTime() - anchor.getTime()) / distance));
  for (let tick = anchor.getTime() + skipped * distance; ; tick += distance) yield new Date(tick);
}
