// Tells a task to stop: on SIGTERM (Airflow's kill), on SIGINT, or when the process that started it is gone.
import { setMaxListeners } from "node:events";
import { exitCodes } from "../model/run/task-protocol.ts";
import { endProcess } from "./end-process.ts";

/** Airflow's supervisor kills for good about five seconds after SIGTERM. */
const cleanUpTime = 4_000;

/** How often a task looks whether its parent is still there: nobody signals an orphan. */
const orphanCheckInterval = 1_000;

/** Why a task was told to stop; what its AbortSignal is aborted with. */
export class StopRequest extends Error {
  readonly exitCode: number;

  constructor(reason: string, exitCode: number) {
    super(reason);
    this.name = "StopRequest";
    this.exitCode = exitCode;
  }
}

/** An AbortSignal that is aborted with a StopRequest. The process ends by force when clean-up takes too long. */
export function stopSignal(options: {
  readonly watchParent: boolean;
  readonly what: "task" | "callback";
}): AbortSignal {
  const subject = `The ${options.what}`;
  const controller = new AbortController();
  // A task may well have more calls under way at once than the ten Node takes for a leak.
  setMaxListeners(0, controller.signal);
  const stop = (reason: string, exitCode: number) => {
    if (controller.signal.aborted) return;
    controller.abort(new StopRequest(reason, exitCode));
    setTimeout(() => endProcess(exitCode), cleanUpTime).unref();
  };
  process.on("SIGTERM", () => stop(`${subject} was asked to stop (SIGTERM).`, exitCodes.terminated));
  process.on("SIGINT", () => stop(`${subject} was asked to stop (SIGINT).`, exitCodes.interrupted));
  if (options.watchParent) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent)
        stop(`The process that started the ${options.what} is gone.`, exitCodes.terminated);
    }, orphanCheckInterval).unref();
  }
  return controller.signal;
}
