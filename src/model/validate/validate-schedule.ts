// Checks when a DAG's runs are made: that Airflow can read the schedule, and has a date to count from.

import { Cron } from "croner";
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
  const wrong = (why: string) => [`Schedule ${JSON.stringify(expression)} is not a cron expression: ${why}.`];
  const fields = expression.trim().split(/\s+/).length;
  if (fields !== 5) {
    return wrong(
      `it has ${fields} fields, and Airflow's have five (minute, hour, day, month, day of the week)`,
    );
  }
  try {
    new Cron(expression, { paused: true });
    return [];
  } catch (error) {
    return wrong((error as Error).message);
  }
}
