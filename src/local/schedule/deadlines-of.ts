// When the deadlines of a run are, as Airflow computes them when it makes the run.
import type { DagModel } from "../../model/dag/dag-model.ts";
import type { DeadlineReferenceModel } from "../../model/dag/deadline.ts";
import { TimeZone } from "../../model/dag/time-zone.ts";
import { readWallClock } from "../../model/run/date-text.ts";
import type { Run } from "../../model/run/make-run.ts";
import type { Deadline } from "./task-instance.ts";

/** What deadlines may count from. */
interface Moment {
  readonly run: Run;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How long the DAG's successful runs took, in milliseconds, the latest first. */
  readonly runtimes: () => readonly number[];
}

/** Those of the DAG's deadlines that the run has. */
export function deadlinesOf(
  { deadline = [], timezone }: Pick<DagModel, "deadline" | "timezone">,
  moment: Moment,
): Deadline[] {
  return deadline.flatMap(({ reference, interval, callback, name }) => {
    const from = instantOf(reference, moment, timezone);
    return from === undefined ? [] : [{ time: from + interval * 1000, callback, name }];
  });
}

/** Undefined where the run has no such moment. */
function instantOf(
  reference: DeadlineReferenceModel,
  { run, now, runtimes }: Moment,
  timezone: string,
): number | undefined {
  switch (reference.kind) {
    case "dagrun_logical_date":
      return run.logicalDate === null ? undefined : Date.parse(run.logicalDate);
    case "dagrun_queued_at":
      return now;
    case "fixed_datetime": {
      const parts = readWallClock(reference.datetime);
      if (!parts) return undefined;
      return new TimeZone(timezone).instantOf(Date.parse(`${parts.day}T${parts.time ?? "00:00"}Z`));
    }
    case "average_runtime": {
      const latest = runtimes().slice(0, reference.maxRuns);
      if (latest.length < reference.minRuns) return undefined;
      return now + latest.reduce((sum, runtime) => sum + runtime, 0) / latest.length;
    }
  }
}
