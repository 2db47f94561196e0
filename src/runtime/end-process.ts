// The only way a task's process may end. Its outcome is for whoever started it; a task's own process.exit() says
// nothing of it, and some exit codes mean something else to Airflow (99: skipped).
import { exitCodes } from "../model/run/task-protocol.ts";
import { makeLogger } from "./log.ts";

/** Whatever the task's code ends the process with is a failure from now on, with a word in the log. */
export function watchForEarlyEnd(): void {
  process.once("exit", refuseEnd);
  process.once("beforeExit", reportDeadlock);
  // Node itself prints what nobody caught, and exits with 1.
  process.once("uncaughtExceptionMonitor", () => process.off("exit", refuseEnd));
}

export function endProcess(exitCode: number): never {
  process.off("exit", refuseEnd);
  process.exit(exitCode);
}

function refuseEnd(code: number): void {
  makeLogger(process.stderr).error(
    `The task's code ended its process with process.exit(${code}). A task ends by returning, or by throwing an error.`,
  );
  process.exitCode = exitCodes.failed;
}

/** Node would end without a word: a promise is pending, and nothing is left that could settle it. */
function reportDeadlock(): never {
  makeLogger(process.stderr).error(
    "The task waits for a promise that nothing can settle any more: no timer, socket or process is left open.",
  );
  endProcess(exitCodes.failed);
}
