// Runs the code of a task instance: the callbacks before it, then processes, as many as it takes.
import { rmSync } from "node:fs";
import path from "node:path";
import type { TaskCodeModel } from "../../model/dag/task-model.ts";
import { MissingValueError } from "../../model/errors.ts";
import type { JsonValue } from "../../model/json.ts";
import { bundlePath, generatedFolder } from "../../model/project.ts";
import { protocolVersion, type TaskRequest } from "../../model/run/task-protocol.ts";
import { taskMasker } from "../../model/secrets/task-masker.ts";
import { TryFile } from "../memory/try-file.ts";
import { callsBefore } from "../schedule/callback-calls.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";
import type { PokeResult, TryResult } from "../schedule/try-result.ts";
import { callBack } from "./call-back.ts";
import { contextOf, evaluateInput, sourcesOf } from "./evaluate-input.ts";
import type { ExecutorOptions } from "./executor-options.ts";
import { unreadableOutcome } from "./read-outcome.ts";
import { noteFailure, runTry } from "./run-try.ts";
import type { TaskCode } from "./task-code.ts";
import { connectionIds, type HeldConnections } from "./task-connections.ts";
import { sayInLog } from "./try-log.ts";

/** Writes the Variables that the task has asked for; that they cannot be written fails the try, as in Airflow. */
function withVariables(options: ExecutorOptions, instance: TaskInstance, result: TryResult): TryResult {
  if (result.kind !== "success" || !result.variables) return result;
  const { value, variables } = result;
  const say = (text: string) =>
    sayInLog(instance.logFile ?? "", text, (line) => options.heard(instance, line));
  try {
    for (const done of options.write(variables)) say(`${done}.`);
    return { kind: "success", value };
  } catch (error) {
    const reason = `its Variables cannot be written: ${(error as Error).message}`;
    say(`ERROR   The task failed: ${reason}`);
    return { kind: "error", reason };
  }
}

/** The bundle of a task. */
export function bundleCode(
  options: ExecutorOptions,
  { taskId, input, connections }: TaskCodeModel,
): TaskCode {
  const bundle = path.join(generatedFolder(options.project), bundlePath(options.dagId, taskId));
  return {
    input,
    command: [process.execPath, bundle],
    masker: (read) => taskMasker(read, input, options.environment),
    request: ({ context, input, held, outcomeFile }): TaskRequest => ({
      protocolVersion,
      context,
      input: JSON.stringify(input),
      connections: Object.fromEntries(
        Object.entries(connections).map(([name, connId]) => [name, held.get(connId)]),
      ),
      outcomeFile,
    }),
  };
}

/** Runs a process, for so many seconds at most; null means no limit. */
type RunProcess = (timeout: number | null) => Promise<PokeResult>;

/** A try is one process. */
const once =
  ({ options }: TaskInstance) =>
  async (run: RunProcess): Promise<TryResult> => {
    const result = await run(options.executionTimeout);
    return result.kind === "not_done" ? unreadableOutcome : result;
  };

/**
 * Runs processes for the task, and the callbacks before them.
 *
 * @param pass runs as many as it takes
 */
export async function runCode(
  options: ExecutorOptions,
  instance: TaskInstance,
  code: TaskCode,
  held: HeldConnections,
  signal: AbortSignal,
  pass: (run: RunProcess) => Promise<TryResult> = once(instance),
): Promise<TryResult> {
  const { project, out, env } = options;
  const logFile = instance.logFile ?? "";
  const context = contextOf(options, instance);
  let input: JsonValue;
  try {
    input = evaluateInput(code.input, sourcesOf(options, instance, held));
  } catch (error) {
    if (error instanceof MissingValueError) return noteFailure(logFile, error.message);
    throw error;
  }
  const read = connectionIds(instance.task).map((connId) => held.get(connId));
  const masker = code.masker(read);
  const heard = (masked: Buffer) => options.heard(instance, masked);
  // What a sensor has logged that goes on after a wait.
  let append = instance.poked !== undefined;
  const before = callsBefore(instance, options);
  if (before.length > 0) {
    if (!append) rmSync(logFile, { force: true });
    await callBack(options, before, { file: logFile, heard }, signal);
    append = true;
  }
  const memory = new TryFile(logFile, [masker, { text: (text) => options.projectMasker.text(text) }]);
  memory.began(input);
  const result = await pass(async (timeout) => {
    const ended = await runTry({
      command: code.command,
      request: (places) => code.request({ ...places, context, input, held }),
      folder: project.folder,
      env,
      masker,
      logFile,
      append,
      heard,
      outcomeFolder: out.tries,
      timeout,
      signal,
    });
    append = true;
    return ended;
  });
  const ended = withVariables(options, instance, result);
  memory.ended(ended);
  return ended;
}
