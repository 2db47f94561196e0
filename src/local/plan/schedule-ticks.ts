// The instants at which a schedule starts a new data interval.

import { Cron } from "croner";
import type { DagModel } from "../../model/dag/dag-model.ts";
import type { ScheduleOf } from "../../model/dag/schedule.ts";
import { UserError } from "../../model/errors.ts";

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
      return cronTicks(dag, schedule.expression, from);
    case "every":
      return distanceTicks(schedule.seconds * 1000, from, anchor);
  }
}

function* cronTicks(dag: DagModel, expression: string, from: Date): Generator<Date> {
  const cron = parseCron(dag, expression);
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

function parseCron(dag: DagModel, expression: string): Cron {
  try {
    return new Cron(expression, { timezone: dag.timezone, mode: "5-part", paused: true });
  } catch (cause) {
    throw new UserError(
      `Schedule ${JSON.stringify(expression)} of DAG "${dag.dagId}" is not a cron expression: ` +
        (cause as Error).message,
      { cause },
    );
  }
}
