// Works out which runs of a DAG lie in a range of dates, the way Airflow's data-interval timetables do:
// the run of a day has that day's start as its logical date and covers the day.
import type { DagModel } from "../../model/dag/dag-model.ts";
import {
  isOnlyOnAssets,
  type ScheduleModel,
  type TimetableModel,
  timetableOf,
} from "../../model/dag/schedule.ts";
import { UsageError } from "../../model/errors.ts";
import { fileName } from "../../model/project.ts";
import { readInstant } from "../../model/run/date-text.ts";
import { type RunType, runIdOf, runOfInterval, runWithoutDates } from "../../model/run/make-run.ts";
import { dateNames } from "../../model/run/run-context.ts";
import type { AssetEvents, PlannedRun } from "../schedule/task-instance.ts";
import { type DataInterval, dataIntervals, firstInterval, leadOf } from "./data-intervals.ts";
import { endOf, instantOf } from "./wall-clock.ts";

/** Dates as given on the command line, in the DAG's time zone. */
export interface DateRange {
  /** @default the DAG's start date */
  readonly from?: string | undefined;
  /** Inclusive; without a time of day it covers the whole day. @default the DAG's end date */
  readonly to?: string | undefined;
}

// More than a year of five-minute intervals; beyond that somebody mistyped a date.
const maxRuns = 110_000;

/**
 * The runs whose logical date lies in the range and between the DAG's start and end dates, in order.
 *
 * @throws {UsageError} when a date is missing or wrong, or there are no such runs
 */
export function planRuns(dag: DagModel, range: DateRange): PlannedRun[] {
  return [...plannedRuns(dag, range)];
}

/**
 * Likewise, but each is made when it is asked for.
 *
 * @throws {UsageError} likewise
 */
export function plannedRuns(dag: DagModel, range: DateRange): Iterable<PlannedRun> {
  if (isUndated(dag, range)) return [undatedRun("manual", new Date())];
  const runs = datedRuns(dag, range);
  if (runs.length === 0) {
    throw new UsageError(
      `No run of DAG "${dag.dagId}" lies between ${range.from ?? dag.startDate} and ${range.to ?? dag.endDate}. ` +
        describeRange(dag),
    );
  }
  return runs;
}

/** The run of the DAG's start date or, where its schedule has none then, the one after; null without a start date. */
export function firstRun(dag: DagModel): PlannedRun | null {
  const { start } = bounds(dag);
  if (start === undefined || isOnlyOnAssets(dag.schedule)) return null;
  const timetable = timetableOf(dag.schedule);
  if (!timetable) return plannedRun(start, singleEnd(dag, start));
  const interval = firstInterval(dag, timetable, start, start);
  return interval ? plannedRun(interval.start, interval.end) : null;
}

/** Whether what is asked for is a run without dates: that of a DAG whose runs have none, unless one is given. */
export function isUndated({ schedule }: DagModel, { from, to }: DateRange): boolean {
  return isOnlyOnAssets(schedule) && from === undefined && to === undefined;
}

function datedRuns(dag: DagModel, range: DateRange): PlannedRun[] | IntervalRuns {
  const timetable = timetableOf(dag.schedule);
  return timetable ? repeatedRuns(dag, timetable, range) : singleRun(dag, range);
}

/** A run as an update of assets makes one, or a person who names no date. Its id tells when it was made. */
export function undatedRun(type: RunType, madeAt: Date, assetEvents: AssetEvents = {}): PlannedRun {
  return undatedRunOf(runIdOf(type, madeAt), assetEvents);
}

/** The run with this id. */
export function undatedRunOf(runId: string, assetEvents: AssetEvents): PlannedRun {
  return { ...runWithoutDates(runId), assetEvents, label: labelOfRun(runId) };
}

/**
 * The label of the run with this id: no other run of its DAG has it, and it is the name of the folder of its logs. Ids end
 * in the run's date or in when it was made, but for those that somebody chose.
 */
export function labelOfRun(runId: string): string {
  const [, instant] = /^(?:manual|asset_triggered)__(.+)$/.exec(runId) ?? [];
  return instant !== undefined && readInstant(instant) ? labelOf(instant) : fileName(runId);
}

function repeatedRuns(dag: DagModel, timetable: TimetableModel, range: DateRange): IntervalRuns {
  const { start, end } = bounds(dag);
  const lead = leadOf(timetable);
  const bound = (logicalDate: Date) => new Date(logicalDate.getTime() + lead);
  const from =
    range.from === undefined
      ? (start ?? missing(dag, "--from"))
      : bound(instantOf(range.from, dag.timezone, "--from"));
  const to =
    range.to === undefined ? (end ?? missing(dag, "--to")) : bound(endOf(range.to, dag.timezone, "--to"));
  const first = start && start > from ? start : from;
  const last = end && end < to ? end : to;
  const runs = new IntervalRuns();
  for (const interval of dataIntervals(dag, timetable, first, start ?? first)) {
    if (bound(interval.start) > last) break;
    if (runs.length === maxRuns)
      throw new UsageError(`More than ${maxRuns} runs lie in this range. Narrow it.`);
    runs.add(interval);
  }
  return runs;
}

/** A DAG without a repeating schedule runs once, as if triggered by hand for that date. */
function singleRun(dag: DagModel, range: DateRange): PlannedRun[] {
  const { start, end } = bounds(dag);
  const from = instantOf(range.from ?? dag.startDate ?? missing(dag, "--from"), dag.timezone, "--from");
  const last = range.to === undefined ? end : endOf(range.to, dag.timezone, "--to");
  const outside = (start && from < start) || (end && from > end) || (last && from > last);
  const until = singleEnd(dag, from, range.to === undefined ? undefined : last);
  return outside || (end && until > end) ? [] : [plannedRun(from, until)];
}

/** Of the only run: a continuous one goes on from where the one before ended until it is made, at `to` or now. */
export function singleEnd({ schedule }: DagModel, from: Date, to = new Date()): Date {
  return schedule.kind === "continuous" && to > from ? to : from;
}

/** The instants between which the logical dates of the DAG's runs lie, both included. */
export function bounds({ startDate, endDate, timezone }: DagModel): { start?: Date; end?: Date } {
  return {
    ...(startDate !== undefined && { start: instantOf(startDate, timezone, "startDate") }),
    ...(endDate !== undefined && { end: instantOf(endDate, timezone, "endDate") }),
  };
}

/** The runs of data intervals, of which only the dates are kept: there may be many. */
class IntervalRuns implements Iterable<PlannedRun> {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  get length(): number {
    return this.#starts.length;
  }

  add({ start, end }: DataInterval): void {
    this.#starts.push(start.getTime());
    this.#ends.push(end.getTime());
  }

  *[Symbol.iterator](): Iterator<PlannedRun> {
    for (const [index, start] of this.#starts.entries()) {
      yield plannedRun(new Date(start), new Date(this.#ends[index] ?? start));
    }
  }
}

/** The run of a data interval. */
export function plannedRun(start: Date, end: Date): PlannedRun {
  return { ...runOfInterval(start, end), assetEvents: {}, label: labelOf(start.toISOString()) };
}

function labelOf(instant: string): string {
  const { ds, ts, ts_nodash } = dateNames(instant);
  const [, fraction] = /\.(\d{3})/.exec(ts) ?? [];
  if (fraction !== undefined) return `${ds}T${ts_nodash.slice(-6)}.${fraction}Z`;
  return ts_nodash.endsWith("T000000") ? ds : `${ds}T${ts_nodash.slice(-6)}Z`;
}

function missing(dag: DagModel, option: "--from" | "--to"): never {
  const date = option === "--from" ? "start" : "end";
  throw new UsageError(
    `DAG "${dag.dagId}" has no ${date} date: give ${option}, for example ${option} 2021-07-02.`,
  );
}

function describeRange({ startDate, endDate, timezone, schedule }: DagModel): string {
  const from = startDate === undefined ? "no start date" : `start date ${startDate}`;
  const to = endDate === undefined ? "no end date" : `end date ${endDate}`;
  return `It has ${from}, ${to}${rhythm(schedule)} (${timezone}).`;
}

/** What of a schedule helps to find the dates of its runs. */
function rhythm(schedule: ScheduleModel): string {
  switch (schedule.kind) {
    case "cron":
    case "cron_trigger":
      return `, schedule "${schedule.expression}"`;
    case "multiple_cron_trigger":
      return `, schedule ${schedule.expressions.map((expression) => JSON.stringify(expression)).join(", ")}`;
    case "asset_or_time":
      return rhythm(schedule.timetable);
    case "none":
    case "once":
    case "continuous":
    case "every":
    case "delta_trigger":
    case "events":
    case "assets":
      return "";
  }
}
