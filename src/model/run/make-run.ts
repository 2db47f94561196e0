// Makes runs that no Airflow has made: the local runner's, those of a bundle run by hand, and those of tests.
import { notMapped } from "./outputs.ts";
import { dateNames, type Params, type RunContext } from "./run-context.ts";

/** A run's name and dates. Times are ISO 8601 in UTC; null where the run has none. */
export type Run = Pick<RunContext, "runId" | "logicalDate" | "dataIntervalStart" | "dataIntervalEnd">;

/** How a run came about, in Airflow's words. */
export type RunType = "manual" | "asset_triggered";

const dayLength = 24 * 3600 * 1000;

/** The id that Airflow gives a run: how it came about, and its logical date or when it was made. */
export function runIdOf(type: RunType, instant: Date): string {
  return `${type}__${dateNames(instant.toISOString()).ts}`;
}

/** The run whose data interval begins at its logical date. */
export function runOfInterval(start: Date, end: Date): Run {
  const logicalDate = start.toISOString();
  return {
    runId: runIdOf("manual", start),
    logicalDate,
    dataIntervalStart: logicalDate,
    dataIntervalEnd: end.toISOString(),
  };
}

/** The run of the day that begins at an instant: what somebody means who knows a date, but no schedule. */
export function runOfDay(start: Date): Run {
  return runOfInterval(start, new Date(start.getTime() + dayLength));
}

export function runWithoutDates(runId: string): Run {
  return { runId, logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null };
}

/** What tells a task's try from all others. */
export interface TryPlace {
  readonly dagId: string;
  readonly taskId: string;
  /** Counts from 1. @default 1 */
  readonly tryNumber?: number | undefined;
  /** Counts the instances of a mapped task from 0. @default it is not mapped */
  readonly mapIndex?: number | undefined;
}

/** The context of one try in a run. */
export function runContext(
  { dagId, taskId, tryNumber = 1, mapIndex = notMapped }: TryPlace,
  { runId, logicalDate, dataIntervalStart, dataIntervalEnd }: Run,
  params: Params,
): RunContext {
  return {
    dagId,
    taskId,
    runId,
    tryNumber,
    mapIndex,
    logicalDate,
    dataIntervalStart,
    dataIntervalEnd,
    params,
  };
}
