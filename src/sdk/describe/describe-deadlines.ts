// Turns deadlines as authors set them into the model's, or says what is wrong with one.
import type { DeadlineModel, DeadlineReferenceModel } from "../../model/dag/deadline.ts";
import { didYouMean } from "../../model/did-you-mean.ts";
import { isPlainObject } from "../../model/to-json.ts";
import { written } from "../../model/written.ts";
import type { CallbackNames } from "../callback-names.ts";
import type { DeadlineAlert, DeadlineReference } from "../deadline.ts";
import { inSeconds, isDuration } from "../duration.ts";
import { describeCallbacks, type WrongCallback, wrongCallback } from "./describe-callbacks.ts";

/** The last runs that Airflow takes the average of where nobody says how many. */
const usualRuns = 10;

/** One deadline or several, as the model has them. */
export function describeDeadlines(
  given: DeadlineAlert | readonly DeadlineAlert[],
  names: CallbackNames,
): DeadlineModel[] {
  return [given].flat().flatMap(({ name, reference, interval, callback }) =>
    describeCallbacks(callback, names).map((described) => ({
      ...(name !== undefined && { name }),
      reference: describeReference(reference),
      interval: inSeconds(interval),
      callback: described,
    })),
  );
}

function describeReference(reference: DeadlineReference): DeadlineReferenceModel {
  if (typeof reference === "string") return { kind: reference };
  if ("fixedDatetime" in reference) return { kind: "fixed_datetime", datetime: reference.fixedDatetime };
  const { maxRuns = usualRuns, minRuns = maxRuns } = reference.averageRuntime;
  return { kind: "average_runtime", maxRuns, minRuns };
}

/** What is wrong with what is given as deadlines. */
export function wrongDeadline(given: unknown): WrongCallback | undefined {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  for (const [index, deadline] of list.entries()) {
    const wrong = problemOf(deadline);
    if (wrong) return { ...wrong, path: [...(Array.isArray(given) ? [String(index)] : []), ...wrong.path] };
  }
  return undefined;
}

const fields = ["reference", "interval", "callback", "name"];

function problemOf(deadline: unknown): WrongCallback | undefined {
  const wrong = (path: readonly string[], value: unknown, remedy: string): WrongCallback => ({
    path,
    what: written(value),
    remedy,
  });
  if (!isPlainObject(deadline)) {
    return wrong(
      [],
      deadline,
      'Write { reference: "dagrun_queued_at", interval: { hours: 1 }, callback }, or a list of them.',
    );
  }
  const unknown = Object.keys(deadline).find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    const remedy = `A deadline has no ${unknown}. ${didYouMean(unknown, fields)}It has: ${fields.join(", ")}.`;
    return wrong([unknown], deadline[unknown], remedy);
  }
  const { reference, interval, callback, name } = deadline;
  if (!isReference(reference)) {
    const remedy =
      'Write "dagrun_logical_date", "dagrun_queued_at", { fixedDatetime: "2026-01-31T06:00" } or ' +
      "{ averageRuntime: { maxRuns: 10, minRuns: 3 } }, whose numbers are whole, and minRuns the smaller one.";
    return wrong(["reference"], reference, remedy);
  }
  if (!isDuration(interval) || inSeconds(interval) < 0) {
    return wrong(["interval"], interval, "Write a length of time, such as { hours: 1 }.");
  }
  if (name !== undefined && !(typeof name === "string" && name !== "" && [...name].length <= 250)) {
    return wrong(["name"], name, "Write a name of at most 250 characters, or none.");
  }
  const found = Array.isArray(callback)
    ? {
        path: [],
        what: "several callbacks",
        remedy: "A deadline has one callback. Write a deadline for each of them.",
      }
    : wrongCallback(callback, "deadline");
  return found && { ...found, path: ["callback", ...found.path] };
}

function isReference(value: unknown): value is DeadlineReference {
  if (value === "dagrun_logical_date" || value === "dagrun_queued_at") return true;
  if (!isPlainObject(value) || Object.keys(value).length !== 1) return false;
  if (typeof value.fixedDatetime === "string") return true;
  const { averageRuntime: runs } = value;
  if (!isPlainObject(runs) || Object.keys(runs).some((name) => name !== "maxRuns" && name !== "minRuns")) {
    return false;
  }
  const { maxRuns = usualRuns, minRuns = maxRuns } = runs;
  return isCount(maxRuns) && isCount(minRuns) && minRuns <= maxRuns;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}
