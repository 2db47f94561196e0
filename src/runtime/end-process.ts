// The only way a task's process may end. Its outcome is for whoever started it; a task's own process.exit() says
// nothing of it, and some exit codes mean something else to Airflow (99: skipped).
import { exitCodes } from "../model/run/task-protocol.ts";
import { makeLogger } from "./log.ts";
import { noteEnd, noteFailure } from "./note-failure.ts";
import { reportFailure } from "./report-failure.ts";

/** Something broke that nothing waits for; the process ends as soon as that is told, and in no other way. */
let isBroken = false;

/** The task's own code has begun; until then, its modules are evaluated. */
let hasBegun = false;

/** What the process was asked, for a word on why it failed. */
let requested: () => string | undefined = () => undefined;

/**
 * Whatever the task's code ends the process with is a failure from now on, with a word in the log.
 *
 * @param request what the process was asked
 */
export function watchForEarlyEnd(request: () => string | undefined): void {
  requested = request;
  process.once("exit", refuseEnd);
  process.once("beforeExit", reportDeadlock);
  process.on("uncaughtException", (error) => reportBreak("uncaughtException", error));
  process.on("unhandledRejection", (reason) => reportBreak("unhandledRejection", reason));
}

/** The task's modules have been evaluated. */
export function taskBegins(): void {
  hasBegun = true;
}

/** Ends the process, unless it ends already. */
export function endProcess(exitCode: number): void {
  if (isBroken) return;
  process.off("exit", refuseEnd);
  process.exit(exitCode);
}

const intros = {
  uncaughtException: "Thrown where nothing waits for it (in a timer, by an event): ",
  unhandledRejection: "A promise was rejected, and nothing waits for it (is an `await` missing?): ",
} as const;

async function reportBreak(kind: keyof typeof intros, thrown: unknown): Promise<void> {
  // A task that listens itself has its own way.
  if (isBroken || process.listenerCount(kind) > 1) return;
  isBroken = true;
  process.off("exit", refuseEnd);
  const intro = hasBegun ? intros[kind] : "A module of the task could not be evaluated: ";
  try {
    await reportFailure(makeLogger(process.stderr), thrown, intro);
    await noteFailure(requested(), thrown);
  } finally {
    process.stderr.write("", () => process.exit(exitCodes.failed));
  }
}

function refuseEnd(code: number): void {
  fail(
    `The task's code ended its process with process.exit(${code}). A task ends by returning, or by throwing an error.`,
  );
  process.exitCode = exitCodes.failed;
}

/** Node would end without a word: a promise is pending, and nothing is left that could settle it. */
function reportDeadlock(): void {
  if (isBroken) return;
  fail(
    "The task waits for a promise that nothing can settle any more: no timer, socket or process is left open.",
  );
  endProcess(exitCodes.failed);
}

function fail(message: string): void {
  makeLogger(process.stderr).error(message);
  noteEnd(requested(), message);
}
