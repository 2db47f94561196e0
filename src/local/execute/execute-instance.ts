// One try of a task instance: evaluates its input, resolves its connections and runs its bundle.
import { rmSync } from "node:fs";
import path from "node:path";
import { listProblem, longestList } from "../../model/dag/mapping.ts";
import {
  type ItemsTask,
  skippedLocally,
  standInOf,
  standInOfWait,
  type TaskCodeModel,
  type TriggerDagRunTask,
} from "../../model/dag/task-model.ts";
import { MissingValueError } from "../../model/errors.ts";
import type { Expression } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import { bundlePath, generatedFolder } from "../../model/project.ts";
import { runContext } from "../../model/run/make-run.ts";
import type { RunContext } from "../../model/run/run-context.ts";
import { protocolVersion, type TaskRequest } from "../../model/run/task-protocol.ts";
import { taskMasker } from "../../model/secrets/task-masker.ts";
import { TryFile } from "../memory/try-file.ts";
import { callsBefore } from "../schedule/callback-calls.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";
import type { TryResult } from "../schedule/try-result.ts";
import { callBack } from "./call-back.ts";
import { evaluateInput } from "./evaluate-input.ts";
import type { AskedRun, ExecutorOptions } from "./executor-options.ts";
import { operatorCode } from "./run-operator.ts";
import { noteFailure, noteSkip, runTry } from "./run-try.ts";
import type { TaskCode } from "./task-code.ts";
import { connectionIds, type HeldConnections } from "./task-connections.ts";
import { writeLog } from "./try-log.ts";

/** @throws {WarehouseError} when an embedded warehouse the task uses cannot be opened */
export async function executeInstance(
  options: ExecutorOptions,
  instance: TaskInstance,
  signal: AbortSignal,
): Promise<TryResult> {
  const { out, dagId, connections } = options;
  const { run, task, tries, mapIndex } = instance;
  // Logs of earlier runners would mix with this one's.
  if (tries === 1) {
    rmSync(out.logs(dagId, run.label, task.taskId, mapIndex), { recursive: true, force: true });
  }
  instance.logFile = out.log(dagId, run.label, task.taskId, tries, mapIndex);
  const held = await connections.hold(task);
  instance.name = nameOf(options, instance, held);
  try {
    return await runAs(options, instance, held, signal);
  } finally {
    await held.release();
  }
}

/** What its DAG calls the instance; undefined where it gives no names, or none that is known yet. */
function nameOf(options: ExecutorOptions, instance: TaskInstance, held: HeldConnections): string | undefined {
  const { run, task } = instance;
  if (task.mapIndexTemplate === undefined) return undefined;
  const sources = { run, context: contextOf(options, instance), environment: options.environment, held };
  try {
    return String(evaluateInput(task.mapIndexTemplate, sources));
  } catch (error) {
    if (error instanceof MissingValueError) return undefined;
    throw error;
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
    case "trigger_dag_run":
      return triggerRun(options, instance, task, held, signal);
    case "external_task":
      return task.hasStandIn
        ? runBundle(options, instance, standInOfWait(task), held, signal)
        : options.waitFor({
            task,
            logicalDate: instance.run.logicalDate,
            logFile: instance.logFile ?? "",
            timeout: instance.options.executionTimeout,
            signal,
          });
    case "python": {
      if (task.interpreter !== undefined) {
        return runCode(options, instance, operatorCode(options, task, task.interpreter), held, signal);
      }
      return task.hasStandIn
        ? runBundle(options, instance, standInOf(task), held, signal)
        : noteSkip(instance.logFile ?? "", skippedLocally(task));
    }
    case "items":
      return makeList(options, instance, task, held);
    case "empty":
    case "latest_only":
      return { kind: "success", value: null };
  }
}

function contextOf(
  { dagId, params }: ExecutorOptions,
  { run, task, tries, mapIndex }: TaskInstance,
): RunContext {
  return runContext({ dagId, taskId: task.taskId, tryNumber: tries, mapIndex }, run, params);
}

/** What others are mapped over: no process is needed for it. */
function makeList(
  options: ExecutorOptions,
  instance: TaskInstance,
  task: ItemsTask,
  held: HeldConnections,
): TryResult {
  const { run, logFile = "" } = instance;
  const context = contextOf(options, instance);
  try {
    const value = evaluateInput(task.items, { run, context, environment: options.environment, held });
    const problem = listProblem(value, longestList(options.env));
    if (problem !== undefined) return noteFailure(logFile, problem);
    writeLog(logFile, `${(value as readonly unknown[]).length} elements\n`);
    return { kind: "success", value };
  } catch (error) {
    if (error instanceof MissingValueError) return noteFailure(logFile, error.message);
    throw error;
  }
}

async function triggerRun(
  options: ExecutorOptions,
  instance: TaskInstance,
  task: TriggerDagRunTask,
  held: HeldConnections,
  signal: AbortSignal,
): Promise<TryResult> {
  const { run, logFile = "" } = instance;
  const context = contextOf(options, instance);
  const evaluated = (expression: Expression | undefined, otherwise: JsonValue) =>
    expression === undefined
      ? otherwise
      : evaluateInput(expression, { run, context, environment: options.environment, held });
  let asked: Pick<AskedRun, "conf" | "logicalDate" | "runId">;
  try {
    asked = {
      conf: evaluated(task.conf, {}),
      logicalDate: evaluated(task.logicalDate, null),
      runId: evaluated(task.runId, null),
    };
  } catch (error) {
    if (error instanceof MissingValueError) return noteFailure(logFile, error.message);
    throw error;
  }
  return options.start({ ...asked, task, logFile, timeout: instance.options.executionTimeout, signal });
}

function runBundle(
  options: ExecutorOptions,
  instance: TaskInstance,
  { taskId, input, connections }: TaskCodeModel,
  held: HeldConnections,
  signal: AbortSignal,
): Promise<TryResult> {
  const bundle = path.join(generatedFolder(options.project), bundlePath(options.dagId, taskId));
  const code: TaskCode = {
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
  return runCode(options, instance, code, held, signal);
}

/** Runs a process for the task, and the callbacks before it. */
async function runCode(
  options: ExecutorOptions,
  instance: TaskInstance,
  code: TaskCode,
  held: HeldConnections,
  signal: AbortSignal,
): Promise<TryResult> {
  const { project, out, env } = options;
  const logFile = instance.logFile ?? "";
  const context = contextOf(options, instance);
  let input: JsonValue;
  try {
    input = evaluateInput(code.input, { run: instance.run, context, environment: options.environment, held });
  } catch (error) {
    if (error instanceof MissingValueError) return noteFailure(logFile, error.message);
    throw error;
  }
  const read = connectionIds(instance.task).map((connId) => held.get(connId));
  const masker = code.masker(read);
  const heard = (masked: Buffer) => options.heard(instance, masked);
  const before = callsBefore(instance, options);
  if (before.length > 0) {
    rmSync(logFile, { force: true });
    await callBack(options, before, { file: logFile, heard }, signal);
  }
  const memory = new TryFile(logFile, [masker, options.projectMasker]);
  memory.began(input);
  const result = await runTry({
    command: code.command,
    request: (places) => code.request({ ...places, context, input, held }),
    folder: project.folder,
    env,
    masker,
    logFile,
    append: before.length > 0,
    heard,
    outcomeFolder: out.tries,
    timeout: instance.options.executionTimeout,
    signal,
  });
  memory.ended(result);
  return result;
}
