// What an event of a run calls: the callbacks of its task, or of the DAG.
import path from "node:path";
import { callsAfter } from "../schedule/callback-calls.ts";
import type { RunEvent } from "../schedule/run-event.ts";
import { type CallbackLog, callBack } from "./call-back.ts";
import type { ExecutorOptions } from "./executor-options.ts";

/** @returns undefined where nothing is called */
export function followEvent(
  options: ExecutorOptions,
  event: RunEvent,
  signal: AbortSignal,
): Promise<void> | undefined {
  const calls = callsAfter(event, options);
  return calls.length === 0 ? undefined : callBack(options, calls, logOf(options, event), signal);
}

/** The log of the task's last try; of a run, one beside the folders of its tasks. */
function logOf({ out, dagId, heard }: ExecutorOptions, event: RunEvent): CallbackLog {
  if ("run" in event) {
    return { file: path.join(out.runLogs(dagId, event.run.label), "callbacks.log"), heard: () => {} };
  }
  const { instance } = event;
  const { run, task, tries, mapIndex } = instance;
  instance.logFile ??= out.log(dagId, run.label, task.taskId, Math.max(tries, 1), mapIndex);
  return { file: instance.logFile, heard: (masked) => heard(instance, masked) };
}
