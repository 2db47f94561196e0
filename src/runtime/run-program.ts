// The entry of every bundle: started by Airflow or the local runner it serves their request, else a person.
import { endProcess, taskBegins } from "./end-process.ts";
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
): Promise<void> {
  taskBegins();
  const exitCode =
    request === undefined
      ? await (await import("./run-by-hand.ts")).runByHand(code, program, process.argv.slice(2))
      : await (await import("./serve-request.ts")).serveRequest(code, program, request);
  await flushed();
  // Explicitly: what a task left open must not keep its process alive.
  endProcess(exitCode);
}

/** All that was printed is on its way. */
export async function flushed(): Promise<void> {
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}
