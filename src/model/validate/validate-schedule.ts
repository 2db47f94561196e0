// Checks when a DAG's runs are made: that Airflow can read the schedule, and has a date to count from.
import { parseCron } from "../dag/cron.ts";
import type { DagModel } from "../dag/dag-model.ts";

/** What is wrong with the DAG's schedule, in sentences. */
export function checkSchedule({ schedule, startDate }: DagModel): string[] {
  switch (schedule.kind) {
    case "none":
    case "assets":
      return [];
    case "once":
    case "every":
      return checkStart(startDate);
    case "cron":
      return [...checkStart(startDate), ...checkCron(schedule.expression)];
  }
}

function checkStart(startDate: string | undefined): string[] {
  return startDate === undefined
    ? ["The DAG has a schedule and no startDate. Airflow makes no runs without one."]
    : [];
}

function checkCron(expression: string): string[] {
  try {
    // The time zone has a check of its own.
    parseCron(expression, "UTC");
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
