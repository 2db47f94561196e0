// The run that a task belongs to which a person runs: a new one, or a local run that it goes on from.
import { UsageError } from "../model/errors.ts";
import { runContext, runIdOf, runOfDay, runWithoutDates } from "../model/run/make-run.ts";
import type { RunContext } from "../model/run/run-context.ts";
import type { CommandLine } from "./command-line.ts";
import { type LastRun, lastRun } from "./last-run.ts";
import type { TaskProgram } from "./task-program.ts";

/**
 * @param project null for a bundle that lies in none
 * @throws {UsageError} when there can be no local runs
 * @throws {MissingValueError} when there was none
 */
export function runOf(
  program: TaskProgram,
  { date, fromLastRun, mapIndex, params, givenParams }: CommandLine,
  project: string | null,
): { readonly context: RunContext; readonly last: LastRun | undefined } {
  const place = { ...program, mapIndex };
  if (!fromLastRun) {
    const run = date ? runOfDay(date) : runWithoutDates(runIdOf("manual", new Date()));
    return { context: runContext(place, run, params), last: undefined };
  }
  if (project === null) {
    throw new UsageError("--from-last-run needs a project, and this bundle lies in none.");
  }
  const last = lastRun(project, program.dagId, date);
  return { context: runContext(place, last.run, { ...last.params, ...givenParams }), last };
}
