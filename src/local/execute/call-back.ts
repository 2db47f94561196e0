// Calls callbacks as Airflow would: each in a process of its own, whose output goes to the log of the task. Whatever
// becomes of it is no concern of the task or the run.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import type { Connection } from "../../model/connection/connection.ts";
import { MissingValueError } from "../../model/errors.ts";
import { callbackPath, generatedFolder } from "../../model/project.ts";
import { inheritedVariables } from "../../model/run/task-environment.ts";
import { type CallbackRequest, protocolVersion } from "../../model/run/task-protocol.ts";
import type { CallbackCall } from "../schedule/callback-calls.ts";
import type { ExecutorOptions } from "./executor-options.ts";
import { runProcess } from "./run-process.ts";
import { sayInLog, TryLog } from "./try-log.ts";

/** Where what they say is written and told. */
export interface CallbackLog {
  /** Made where it is not; its lines go behind those that are there. */
  readonly file: string;
  readonly heard: (masked: Buffer) => void;
}

/** Calls one after the other. */
export async function callBack(
  options: ExecutorOptions,
  calls: readonly CallbackCall[],
  log: CallbackLog,
  signal: AbortSignal,
): Promise<void> {
  for (const call of calls) {
    const say = (text: string) => sayInLog(log.file, text, log.heard);
    say(`Calling callback "${call.callback.name}".`);
    const problem = await callOne(options, call, log, signal);
    if (problem !== undefined) say(`ERROR   Callback "${call.callback.name}" ${problem}`);
  }
}

/** @returns what went wrong */
async function callOne(
  options: ExecutorOptions,
  { callback, context }: CallbackCall,
  { file, heard }: CallbackLog,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { project, dagId, out, env, projectMasker } = options;
  const { name, input, timeLimit } = callback;
  let connections: Readonly<Record<string, Connection>>;
  try {
    connections = connectionsOf(options, callback.connections);
  } catch (error) {
    if (error instanceof MissingValueError) return `was not called: ${error.message}`;
    throw error;
  }
  const request: CallbackRequest = { protocolVersion, context, input, connections };
  mkdirSync(out.tries, { recursive: true });
  const folder = mkdtempSync(path.join(out.tries, "callback-"));
  try {
    const log = await TryLog.open(file, projectMasker.stream(), folder, heard, { append: true });
    const end = await runProcess({
      command: [process.execPath, path.join(generatedFolder(project), callbackPath(dagId, name))],
      folder: project.folder,
      env: inheritedVariables(env),
      request: JSON.stringify(request),
      log,
      timeout: timeLimit,
      signal,
    });
    await log.close();
    switch (end.kind) {
      case "ended":
        return undefined;
      case "stopped":
        return "was stopped.";
      case "timed-out":
        return `failed: it took longer than its time limit of ${timeLimit} s, and was ended.`;
      case "broken":
        return `failed: ${end.reason}.`;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function connectionsOf(
  { environment }: Pick<ExecutorOptions, "environment">,
  ids: Readonly<Record<string, string>>,
): Record<string, Connection> {
  const entries = Object.entries(ids).map(([name, connId]) => [name, environment.connection(connId)]);
  return Object.fromEntries(entries);
}
