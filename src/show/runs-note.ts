// Says what the list of next runs cannot: why it is empty, or what Airflow runs before.
import { bounds } from "../local/plan/plan-runs.ts";
import type { DagModel } from "../model/dag/dag-model.ts";

/** @param some whether there are next runs */
export function runsNote(dag: DagModel, some: boolean, now: Date): string | null {
  const { schedule, startDate, endDate, catchup } = dag;
  switch (schedule.kind) {
    case "none":
      return "It runs when somebody triggers it.";
    case "assets":
      return "It runs when its assets have been updated; such a run has no dates.";
    case "once":
      return some ? null : `It runs once, for ${startDate}.`;
    case "cron":
    case "every": {
      const { start } = bounds(dag);
      const before =
        catchup && start !== undefined && start < now
          ? ` A new Airflow first makes up for the runs since ${startDate}.`
          : "";
      if (some) return before.trim() || null;
      return endDate === undefined
        ? "Its schedule has no more dates."
        : `No more: its end date is ${endDate}.${before}`;
    }
  }
}
