// Checks a DAG's start date, end date and time zone.
import type { DagModel } from "../dag/dag-model.ts";
import { triggerRuleOf } from "../dag/task-group.ts";
import type { TaskModel } from "../dag/task-model.ts";
import { TimeZone } from "../dag/time-zone.ts";
import type { TriggerRule } from "../dag/trigger-rule.ts";
import type { Problem } from "../problem.ts";
import { readWallClock } from "../run/date-text.ts";
import { timeZoneNames } from "./time-zone-names.ts";

/** What is wrong with the DAG's dates, those of its deadlines included, in sentences. */
export function checkDates({ startDate, endDate, timezone, deadline = [] }: DagModel): string[] {
  const problems = [
    ...checkTimezone(timezone),
    ...checkDate("startDate", startDate, timezone),
    ...checkDate("endDate", endDate, timezone),
    ...deadline.flatMap(({ reference }) =>
      reference.kind === "fixed_datetime"
        ? checkDate("fixedDatetime of a deadline", reference.datetime, timezone)
        : [],
    ),
  ];
  // Dates without an offset compare as text, once both have a time of day.
  if (problems.length === 0 && startDate && endDate && withTime(endDate) < withTime(startDate)) {
    problems.push(
      `The end date ${endDate} lies before the start date ${startDate}, so the DAG would never run.`,
    );
  }
  return problems;
}

/** Rules by which a task can run although one that comes before it is not there. */
const impatient: readonly TriggerRule[] = ["always", "one_success", "one_failed", "one_done"];

/** What is wrong with the dates of a task. */
export function checkTaskDates(task: TaskModel, model: DagModel): Problem[] {
  const { taskId, startDate, endDate, position } = task;
  const { timezone, tasks } = model;
  const problem = (what: string) => ({ message: `Task "${taskId}" ${what}`, position });
  const wrong = [
    ...checkDate("startDate", startDate, timezone),
    ...checkDate("endDate", endDate, timezone),
  ].map((what) => problem(`has a date that cannot be: ${what}`));
  if (wrong.length > 0 || (startDate ?? endDate) === undefined) return wrong;
  const never = neverRuns(task, model);
  if (never !== undefined) return [problem(never)];
  const waiting = tasks.find(
    (other) => other.upstream.includes(taskId) && !impatient.includes(triggerRuleOf(other, model)),
  );
  if (!waiting) return [];
  const what =
    `has dates of its own, and "${waiting.taskId}" comes after it: in a run on another date Airflow leaves the task out, ` +
    "and what comes after it waits forever. Leave the dates out and skip the task: throw new AirflowSkipException(...).";
  return [problem(what)];
}

/** Airflow takes the later of two start dates and the earlier of two end dates, and says nothing of a task without any. */
function neverRuns(task: TaskModel, model: DagModel): string | undefined {
  const [start] = dates(task.startDate, model.startDate).toSorted().reverse();
  const [end] = dates(task.endDate, model.endDate).toSorted();
  if (start === undefined || end === undefined || start <= end) return undefined;
  return `would never run: of its dates and the DAG's, the latest start is ${start}, and the earliest end ${end}. Change one.`;
}

function dates(...all: readonly (string | undefined)[]): string[] {
  return all.flatMap((date) => (date !== undefined && readWallClock(date) ? [withTime(date)] : []));
}

function checkTimezone(timezone: string): string[] {
  // Airflow takes UTC, and no other, in any letters.
  if (timeZoneNames.has(timezone) || timezone.toUpperCase() === "UTC") return [];
  const meant = [...timeZoneNames].find((name) => name.toLowerCase() === timezone.toLowerCase());
  const hint =
    meant === undefined ? 'Write a name such as "Europe/Zurich".' : `Write ${JSON.stringify(meant)}.`;
  return [`Time zone ${JSON.stringify(timezone)} is not in the IANA database. ${hint}`];
}

export function checkDate(option: string, date: string | undefined, timezone: string): string[] {
  if (date === undefined) return [];
  const parts = readWallClock(date);
  if (!parts) {
    return [
      `${option} ${JSON.stringify(date)} is not a date. Write 2021-07-02 or 2021-07-02T06:00, ` +
        "without an offset: it is read in the DAG's time zone.",
    ];
  }
  const clock = Date.parse(`${parts.day}T${parts.time ?? "00:00"}Z`);
  const known = timeZoneNames.has(timezone) ? timezone : "UTC";
  const instants = [clock, new TimeZone(known).instantOf(clock)];
  if (instants.every((instant) => instant >= pythonsFirst && instant <= pythonsLast)) return [];
  return [`${option} ${date} lies outside of the years 1 to 9999, which are all that Python has.`];
}

const pythonsFirst = Date.parse("0001-01-01T00:00Z");
const pythonsLast = Date.parse("9999-12-31T23:59:59Z");

function withTime(date: string): string {
  return `${date}T00:00:00`.slice(0, date.includes("T") ? date.length : undefined).padEnd(19, ":00");
}
