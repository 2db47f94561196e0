// Writes deadlines: `DeadlineAlert(reference=DeadlineReference.DAGRUN_QUEUED_AT, interval=..., callback=...)`.
import type { DeadlineModel, DeadlineReferenceModel } from "../../model/dag/deadline.ts";
import { fileName } from "../../model/project.ts";
import { callbackArguments } from "./emit-callbacks.ts";
import { atom, call, dict, type Layout, list } from "./python-layout.ts";
import { date, duration, type Keyword, literal } from "./python-values.ts";

/** What Airflow calls, in the DAG file itself, when a run has missed a deadline. */
export const missedDeadline = "missed_deadline";

/** What a DAG file with deadlines imports of airflow.sdk. */
export const deadlineNames = ["DeadlineAlert", "DeadlineReference", "SyncCallback"] as const;

/**
 * Airflow's process for the callback of a deadline knows a function by its module and its name, and nothing else: it
 * loads the DAG file again, and looks there.
 */
export const deadlineFunction = `

def ${missedDeadline}(context, **callback):
    node_callback(kind="deadline", **callback)({**context, "dag": dag})
`;

/** One deadline as it is, several as a list. */
export function deadlines(models: readonly DeadlineModel[], timezone: string): Layout | undefined {
  const made = models.map((model) => deadline(model, timezone));
  return made.length > 1 ? list(made) : made[0];
}

function deadline({ name, reference, interval, callback }: DeadlineModel, timezone: string): Layout {
  const given: Keyword[] = [["name", literal(fileName(callback.name))], ...callbackArguments(callback)];
  const called = call("SyncCallback", [["kwargs", dict(given)]], [atom(missedDeadline)]);
  return call("DeadlineAlert", [
    ["reference", referenceOf(reference, timezone)],
    ["interval", duration(interval)],
    ["callback", called],
    ...(name === undefined ? [] : [["name", literal(name)] as const]),
  ]);
}

function referenceOf(reference: DeadlineReferenceModel, timezone: string): Layout {
  switch (reference.kind) {
    case "dagrun_logical_date":
      return atom("DeadlineReference.DAGRUN_LOGICAL_DATE");
    case "dagrun_queued_at":
      return atom("DeadlineReference.DAGRUN_QUEUED_AT");
    case "fixed_datetime":
      return call("DeadlineReference.FIXED_DATETIME", [], [date(reference.datetime, timezone)]);
    case "average_runtime":
      return call("DeadlineReference.AVERAGE_RUNTIME", [
        ["max_runs", literal(reference.maxRuns)],
        ["min_runs", literal(reference.minRuns)],
      ]);
  }
}
