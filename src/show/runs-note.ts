// Says what the list of next runs cannot: why it is empty, or what Airflow runs before.
import { bounds } from "../local/plan/plan-runs.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { timetableOf } from "../model/dag/schedule.ts";

/** @param some whether there are next runs */
export function runsNote(dag: DagModel, some: boolean, now: Date): string | null {
  const { schedule } = dag;
  switch (schedule.kind) {
    case "none":
      return "It runs when somebody triggers it.";
    case "assets":
      return "It runs when its assets have been updated; such a run has no dates.";
    case "once":
      return some ? null : `It runs once, for ${dag.startDate}.`;
    case "continuous":
      return "Its next run begins when the one before has ended.";
    case "asset_or_time":
      return [
        timesNote(dag, some, now),
        "It runs when its assets have been updated, too; such a run has no dates.",
      ]
        .filter((note) => note !== null)
        .join(" ");
    case "cron":
    case "every":
    case "cron_trigger":
    case "multiple_cron_trigger":
    case "delta_trigger":
    case "events":
      return timesNote(dag, some, now);
  }
}

function timesNote(dag: DagModel, some: boolean, now: Date): string | null {
  const { schedule, startDate, endDate, catchup } = dag;
  const { start } = bounds(dag);
  const isBegun = start !== undefined && start < now;
  const before = catchup && isBegun ? ` A new Airflow first makes up for the runs since ${startDate}.` : "";
  const isCounted = !catchup && isBegun && timetableOf(schedule)?.kind === "delta_trigger";
  const counted = isCounted ? " Without catchup Airflow counts from when it first sees the DAG." : "";
  if (some) return `${before}${counted}`.trim() || null;
  return endDate === undefined
    ? "Its schedule has no more dates."
    : `No more: its end date is ${endDate}.${before}`;
}
