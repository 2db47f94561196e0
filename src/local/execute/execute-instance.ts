// One try of a task instance: evaluates its input, resolves its connections and runs its bundle.
import { rmSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../../model/connection/environment.ts";
import { skippedLocally, standInOf, type TaskCodeModel } from "../../model/dag/task-model.ts";
import { MissingValueError } from "../../model/errors.ts";
import type { JsonValue } from "../../model/json.ts";
import { bundlePath, generatedFolder, type Project } from "../../model/project.ts";
import { runContext } from "../../model/run/make-run.ts";
import type { Params } from "../../model/run/run-context.ts";
import type { Masker } from "../../model/secrets/masker.ts";
import { taskMasker } from "../../model/secrets/task-masker.ts";
import type { OutFolder } from "../memory/out-folder.ts";
import { TryFile } from "../memory/try-file.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";
import type { TryResult } from "../schedule/try-result.ts";
import { evaluateInput } from "./evaluate-input.ts";
import { noteFailure, noteSkip, runTry } from "./run-try.ts";
import { connectionIds, type HeldConnections, type TaskConnections } from "./task-connections.ts";

export interface ExecutorOptions {
  readonly project: Project;
  readonly dagId: string;
  readonly out: OutFolder;
  readonly environment: Environment;
  readonly connections: TaskConnections;
  readonly params: Params;
  /** Masks what is kept for people of the task's input and output. */
  readonly projectMasker: Masker;
  /** What tasks' processes inherit. */
  readonly env: NodeJS.ProcessEnv;
  /** Told what the tasks' processes say, masked, as it is written to their logs. */
  readonly heard: (instance: TaskInstance, masked: Buffer) => void;
}

/** @throws {WarehouseError} when an embedded warehouse the task uses cannot be opened */
export async function executeInstance(
  options: ExecutorOptions,
  instance: TaskInstance,
  signal: AbortSignal,
): Promise<TryResult> {
  const { out, dagId, connections } = options;
  const { run, task, tries } = instance;
  // Logs of earlier runners would mix with this one's.
  if (tries === 1) rmSync(out.logs(dagId, run.label, task.taskId), { recursive: true, force: true });
  instance.logFile = out.log(dagId, run.label, task.taskId, tries);
  const held = await connections.hold(task);
  try {
    return await runAs(options, instance, held, signal);
  } finally {
    await held.release();
  }
}

/** Runs the task as its kind asks for. */
async function runAs(
  options: ExecutorOptions,
  instance: TaskInstance,
  held: HeldConnections,
  signal: AbortSignal,
): Promise<TryResult> {
  const { task } = instance;
  switch (task.kind) {
    case "node":
      return runBundle(options, instance, task, held, signal);
    case "python":
      return task.hasStandIn
        ? runBundle(options, instance, standInOf(task), held, signal)
        : noteSkip(instance.logFile ?? "", skippedLocally(task));
    case "empty":
    case "latest_only":
      return { kind: "success", value: null };
  }
}

async function runBundle(
  options: ExecutorOptions,
  instance: TaskInstance,
  { taskId, input: expression, connections }: TaskCodeModel,
  held: HeldConnections,
  signal: AbortSignal,
): Promise<TryResult> {
  const { project, dagId, out, env, params } = options;
  const logFile = instance.logFile ?? "";
  const context = runContext({ dagId, taskId, tryNumber: instance.tries }, instance.run, params);
  let input: JsonValue;
  try {
    input = evaluateInput(expression, { run: instance.run, context, environment: options.environment, held });
  } catch (error) {
    if (error instanceof MissingValueError) return noteFailure(logFile, error.message);
    throw error;
  }
  const read = connectionIds(instance.task).map((connId) => held.get(connId));
  const masker = taskMasker(read, expression, options.environment);
  const memory = new TryFile(logFile, [masker, options.projectMasker]);
  memory.began(input);
  const result = await runTry({
    bundle: path.join(generatedFolder(project), bundlePath(dagId, taskId)),
    folder: project.folder,
    env,
    input,
    context,
    connections: Object.fromEntries(
      Object.entries(connections).map(([name, connId]) => [name, held.get(connId)]),
    ),
    masker,
    logFile,
    heard: (masked) => options.heard(instance, masked),
    outcomeFolder: out.tries,
    timeout: instance.options.executionTimeout,
    signal,
  });
  memory.ended(result);
  return result;
}
