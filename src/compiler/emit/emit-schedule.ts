// Writes a schedule as Python.
import { isOnlyOnAssets, type ScheduleModel, type TimetableModel } from "../../model/dag/schedule.ts";
import { assetCondition } from "./emit-assets.ts";
import { atom, call, type Layout, list } from "./python-layout.ts";
import { date, duration, type Keyword, literal } from "./python-values.ts";

/** The modules of Airflow that have timetables. */
const timetableModules: Readonly<Record<string, readonly string[]>> = {
  "airflow.timetables.events": ["EventsTimetable"],
  "airflow.timetables.interval": ["CronDataIntervalTimetable", "DeltaDataIntervalTimetable"],
  "airflow.timetables.trigger": [
    "CronTriggerTimetable",
    "DeltaTriggerTimetable",
    "MultipleCronTriggerTimetable",
  ],
};

/** The classes that a schedule may be made of. */
export const timetableNames: readonly string[] = Object.values(timetableModules).flat();

/** @param uses whether a DAG file calls a name */
export function timetableImports(uses: (name: string) => boolean): string[] {
  return Object.entries(timetableModules).flatMap(([module, names]) =>
    names.filter(uses).map((name) => `from ${module} import ${name}`),
  );
}

/** @param timezone in which a cron expression is read */
export function emitSchedule(schedule: ScheduleModel, timezone: string): Layout {
  switch (schedule.kind) {
    case "none":
      return atom("None");
    case "once":
      return literal("@once");
    case "continuous":
      return literal("@continuous");
    case "cron":
    case "every":
    case "cron_trigger":
    case "multiple_cron_trigger":
    case "delta_trigger":
    case "events":
      return emitTimetable(schedule, timezone);
    case "assets":
      return assetCondition(schedule.condition);
    case "asset_or_time":
      return call("AssetOrTimeSchedule", [
        ["timetable", emitTimetable(schedule.timetable, timezone)],
        ["assets", assetCondition(schedule.condition)],
      ]);
  }
}

function emitTimetable(timetable: TimetableModel, timezone: string): Layout {
  const zone: Keyword = ["timezone", literal(timezone)];
  switch (timetable.kind) {
    case "cron":
      // A bare cron text would mean a run at each tick in Airflow 3, a run for each interval in Airflow 2.
      return call("CronDataIntervalTimetable", [zone], [literal(timetable.expression)]);
    case "every":
      return call("DeltaDataIntervalTimetable", [], [duration(timetable.seconds)]);
    case "cron_trigger":
      return call(
        "CronTriggerTimetable",
        [zone, ...interval(timetable), ...runImmediately(timetable)],
        [literal(timetable.expression)],
      );
    case "multiple_cron_trigger":
      return call(
        "MultipleCronTriggerTimetable",
        [zone, ...interval(timetable), ...runImmediately(timetable)],
        timetable.expressions.map(literal),
      );
    case "delta_trigger":
      return call("DeltaTriggerTimetable", interval(timetable), [duration(timetable.seconds)]);
    case "events": {
      const { dates, restrictToEvents, description } = timetable;
      return call("EventsTimetable", [
        ["event_dates", list(dates.map((each) => date(each, timezone)))],
        ...(restrictToEvents ? [["restrict_to_events", literal(true)] as const] : []),
        ...(description === undefined ? [] : [["description", literal(description)] as const]),
      ]);
    }
  }
}

function interval({ interval: seconds }: { readonly interval: number }): Keyword[] {
  return seconds === 0 ? [] : [["interval", duration(seconds)]];
}

function runImmediately({
  runImmediately: value,
}: {
  runImmediately?: boolean | number | undefined;
}): Keyword[] {
  if (value === undefined) return [];
  return [["run_immediately", typeof value === "boolean" ? literal(value) : duration(value)]];
}

/** The start date a DAG must have whose author names none: Airflow 2 wants one beside assets, and passes over it. */
export function impliedStartDate(schedule: ScheduleModel): string | undefined {
  return isOnlyOnAssets(schedule) ? "2000-01-01" : undefined;
}
