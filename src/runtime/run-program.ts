// The entry of every bundle: started by Airflow or the local runner it serves their request, else a person.
import { exitCodes } from "../model/run/task-protocol.ts";
import { makeLogger } from "./log.ts";
import type { TaskCode, TaskProgram } from "./task-program.ts";

/**
 * Runs the task and ends the process.
 *
 * @param request what Airflow or the local runner asks
 */
export async function runProgram(
  code: TaskCode,
  program: TaskProgram,
  request: string | undefined,
): Promise<never> {
  process.once("beforeExit", reportDeadlock);
  const exitCode =
    request === undefined
      ? await (await import("./run-by-hand.ts")).runByHand(code, program, process.argv.slice(2))
      : await (await import("./serve-request.ts")).serveRequest(code, program, request);
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  // Explicitly: what a task left open must not keep its process alive.
  process.exit(exitCode);
}

/** Node would end without a word: a promise is pending, and nothing is left that could settle it. */
function reportDeadlock(): never {
  makeLogger(process.stderr).error(
    "The task waits for a promise that nothing can settle any more: no timer, socket or process is left open.",
  );
  process.exit(exitCodes.failed);
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}
