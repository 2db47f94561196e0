// The run of a task that a person runs by hand after a local run: with its date, its params and its tasks' outputs.
import { readFileSync } from "node:fs";
import path from "node:path";
import { windsockCommand } from "../model/command.ts";
import { MissingValueError, UserError } from "../model/errors.ts";
import type { JsonValue } from "../model/json.ts";
import { type BeginLine, journalPath, type TaskLine } from "../model/run/journal-line.ts";
import { dateOf } from "../model/run/local-run-id.ts";
import { type Run, runIdOf, runOfDay, runWithoutDates } from "../model/run/make-run.ts";
import { notMapped, Outputs } from "../model/run/outputs.ts";
import { priorOutput } from "../model/run/prior-output.ts";
import type { Params } from "../model/run/run-context.ts";
import { RunOrder } from "../model/run/run-order.ts";

/** What is known of a local run. */
export interface LastRun {
  readonly run: Run;
  readonly params: Params;
  readonly assetEvents: Readonly<Record<string, readonly JsonValue[]>>;
  /** What its tasks returned. */
  readonly outputs: Outputs;
  /** What a task returned in the run before it. */
  priorOutput(taskId: string, mapIndex: number): JsonValue | undefined;
}

/**
 * The local run that was begun last, or the last one of a date.
 *
 * @throws {MissingValueError} when there was none
 * @throws {UserError} when what is remembered cannot be read
 */
export function lastRun(projectFolder: string, dagId: string, date: Date | undefined): LastRun {
  const wanted = date && runIdOf("manual", date);
  let found: { readonly runId: string; readonly begin: BeginLine } | undefined;
  const outputs = new Map<string, Outputs>();
  for (const line of readLines(path.join(projectFolder, journalPath(dagId)))) {
    if (line.kind === "begin") {
      for (const runId of line.runIds) {
        for (const taskId of line.taskIds) outputs.get(runId)?.delete(taskId);
        if (wanted === undefined || wanted === runId) found = { runId, begin: line };
      }
    } else if (line.kind === "task" && line.state === "success") {
      const ofRun = outputs.get(line.runId) ?? new Outputs();
      ofRun.set(line.taskId, line.mapIndex ?? notMapped, line.value ?? null);
      outputs.set(line.runId, ofRun);
    }
  }
  if (!found) throw noRun(dagId, date);
  const { runId, begin } = found;
  return {
    run: runNamed(runId, begin),
    params: begin.params,
    assetEvents: begin.assetEvents ?? {},
    outputs: outputs.get(runId) ?? new Outputs(),
    priorOutput: (taskId, mapIndex) =>
      priorOutput(new RunOrder(outputs.keys()), runId, (other) => outputs.get(other)?.get(taskId, mapIndex)),
  };
}

function runNamed(runId: string, { assetEvents }: BeginLine): Run {
  if (assetEvents !== undefined) return runWithoutDates(runId);
  return runOfDay(new Date(dateOf(runId)));
}

/** Lines of other kinds among them. The last line counts once it has its end: a runner may be writing it. */
function readLines(file: string): (BeginLine | TaskLine | { readonly kind: "other" })[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text
    .split("\n")
    .slice(0, -1)
    .map((line, index) => {
      try {
        return JSON.parse(line);
      } catch (cause) {
        throw new UserError(`${file}, line ${index + 1}, is not JSON. Delete the file to begin afresh.`, {
          cause,
        });
      }
    });
}

function noRun(dagId: string, date: Date | undefined): MissingValueError {
  const day = date?.toISOString().slice(0, 10);
  const [which, range] = day === undefined ? ["", ""] : [` of ${day}`, ` --from ${day} --to ${day}`];
  return new MissingValueError(
    `No local run of DAG "${dagId}"${which} is remembered. Make one: ${windsockCommand} run ${dagId}${range}`,
  );
}
