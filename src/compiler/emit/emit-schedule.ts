// Writes a schedule as Python.
import type { ScheduleModel } from "../../model/dag/schedule.ts";
import { assetCondition } from "./emit-assets.ts";
import { atom, call, type Layout } from "./python-layout.ts";
import { duration, literal } from "./python-values.ts";

/** @param timezone in which a cron expression is read */
export function emitSchedule(schedule: ScheduleModel, timezone: string): Layout {
  switch (schedule.kind) {
    case "none":
      return atom("None");
    case "once":
      return literal("@once");
    case "cron":
      // A bare cron text would mean a run at each tick in Airflow 3, a run for each interval in Airflow 2.
      return call(
        "CronDataIntervalTimetable",
        [["timezone", literal(timezone)]],
        [literal(schedule.expression)],
      );
    case "every":
      return call("DeltaDataIntervalTimetable", [], [duration(schedule.seconds)]);
    case "assets":
      return assetCondition(schedule.condition);
  }
}

/** The start date a DAG must have whose author names none: Airflow 2 wants one beside assets, and passes over it. */
export function impliedStartDate(schedule: ScheduleModel): string | undefined {
  switch (schedule.kind) {
    case "none":
    case "once":
    case "cron":
    case "every":
      return undefined;
    case "assets":
      return "2000-01-01";
  }
}
