// The entry of a callback's bundle: started by Airflow or the local runner, it serves their request.
import { type CallbackRequest, exitCodes, protocolVersion } from "../model/run/task-protocol.ts";
import type { CallbackCode } from "../sdk/callback-names.ts";
import { endProcess, taskBegins } from "./end-process.ts";
import { executeCallback } from "./execute-callback.ts";
import { makeLogger } from "./log.ts";
import { reportFailure } from "./report-failure.ts";
import { flushed } from "./run-program.ts";
import { StopRequest, stopSignal } from "./stop-signal.ts";

/** The callback a bundle runs; the compiler writes it into the bundle's entry. */
interface CallbackProgram {
  readonly dagId: string;
  readonly name: string;
  /** Tells one build of the program from another; the DAG file asks for it by this name. */
  readonly build: string;
}

/**
 * Runs the callback and ends the process.
 *
 * @param request what Airflow or the local runner asks
 */
export async function runCallbackProgram(
  code: CallbackCode,
  program: CallbackProgram,
  request: string | undefined,
): Promise<void> {
  taskBegins();
  const exitCode = request === undefined ? explain(program) : await serve(code, program, request);
  await flushed();
  // Explicitly: what a callback left open must not keep its process alive.
  endProcess(exitCode);
}

/** For a person, who has no run that it could be called for. */
function explain({ dagId, name }: CallbackProgram): number {
  process.stderr.write(
    `This is callback "${name}" of DAG "${dagId}". It is called when tasks or runs begin or end; in a test, ` +
      "runCallback of windsock/testing calls it.\n",
  );
  return exitCodes.usage;
}

async function serve(code: CallbackCode, program: CallbackProgram, text: string): Promise<number> {
  const log = makeLogger(process.stdout);
  const signal = stopSignal({ watchParent: true, what: "callback" });
  try {
    const { input, context, connections } = parseRequest(text, program);
    await executeCallback(code, { input, context, connections, log, signal });
    signal.throwIfAborted();
    return exitCodes.done;
  } catch (error) {
    if (signal.reason instanceof StopRequest) {
      log.warning(signal.reason.message);
      return signal.reason.exitCode;
    }
    await reportFailure(log, error);
    return exitCodes.failed;
  }
}

function parseRequest(text: string, { dagId, build }: CallbackProgram): CallbackRequest {
  const request = JSON.parse(text) as CallbackRequest;
  if (request.protocolVersion !== protocolVersion || (request.build ?? build) !== build) {
    throw new Error(
      `The DAG file of "${dagId}" was generated from other sources than this bundle. ` +
        "Deploy generated/*.py and generated/bundles/ of one build together.",
    );
  }
  return request;
}
