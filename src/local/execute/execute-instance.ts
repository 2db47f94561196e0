// One try of a task instance: evaluates its input, resolves its connections and runs its bundle.
import { rmSync } from "node:fs";
import { listProblem, longestList } from "../../model/dag/mapping.ts";
import {
  expressionsHere,
  type HitlTask,
  type ItemsTask,
  skippedLocally,
  standInOf,
  standInOfWait,
  type TaskCodeModel,
  type TriggerDagRunTask,
} from "../../model/dag/task-model.ts";
import { MissingValueError } from "../../model/errors.ts";
import { textOf } from "../../model/expression/evaluate-expression.ts";
import type { Expression } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import type { TaskInstance } from "../schedule/task-instance.ts";
import type { TryResult } from "../schedule/try-result.ts";
import { askPeople } from "./ask-people.ts";
import { evaluateInput, sourcesOf } from "./evaluate-input.ts";
import type { AskedRun, ExecutorOptions } from "./executor-options.ts";
import { bundleCode, runCode } from "./run-code.ts";
import { operatorCode } from "./run-operator.ts";
import { noteFailure, noteSkip } from "./run-try.ts";
import { sense } from "./sense.ts";
import type { HeldConnections } from "./task-connections.ts";
import { sayInLog, writeLog } from "./try-log.ts";

/** @throws {WarehouseError} when an embedded warehouse the task uses cannot be opened */
export async function executeInstance(
  options: ExecutorOptions,
  instance: TaskInstance,
  signal: AbortSignal,
): Promise<TryResult> {
  const { out, dagId, connections } = options;
  const { run, task, tries, mapIndex } = instance;
  // Logs of earlier runners would mix with this one's.
  if (tries === 1 && !instance.poked) {
    rmSync(out.logs(dagId, run.label, task.taskId, mapIndex), { recursive: true, force: true });
  }
  instance.logFile = out.log(dagId, run.label, task.taskId, tries, mapIndex);
  const held = await connections.hold(task);
  try {
    instance.name = nameOf(options, instance, held);
    return await runAs(options, instance, held, signal);
  } finally {
    await held.release();
  }
}

/** What its DAG calls the instance; undefined where it gives no names, or none that is known yet. */
function nameOf(options: ExecutorOptions, instance: TaskInstance, held: HeldConnections): string | undefined {
  const { task } = instance;
  if (task.mapIndexTemplate === undefined) return undefined;
  const sources = sourcesOf(options, instance, held);
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
    case "sensor":
      return runCode(options, instance, bundleCode(options, task), held, signal, (poke) =>
        sense({
          ...{ dagId: options.dagId, instance, task, poke, signal },
          // Others may have to make what it waits for, in the warehouse that it would keep for itself.
          keepsPlace: task.mode !== "reschedule" && options.connections.warehouses(task).length === 0,
          waiting: (wait) => options.waiting(instance, wait),
        }),
      );
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
    case "hitl":
      return ask(options, instance, task, held, signal);
    case "items":
      return makeList(options, instance, task, held);
    case "empty":
    case "latest_only":
      return { kind: "success", value: null };
  }
}

/** What others are mapped over: no process is needed for it. */
function makeList(
  options: ExecutorOptions,
  instance: TaskInstance,
  task: ItemsTask,
  held: HeldConnections,
): TryResult {
  const { logFile = "" } = instance;
  try {
    const value = evaluateInput(task.items, sourcesOf(options, instance, held));
    const problem = listProblem(value, longestList(options.env));
    if (problem !== undefined) return noteFailure(logFile, problem);
    writeLog(logFile, `${(value as readonly unknown[]).length} elements\n`);
    return { kind: "success", value };
  } catch (error) {
    if (error instanceof MissingValueError) return noteFailure(logFile, error.message);
    throw error;
  }
}

async function ask(
  options: ExecutorOptions,
  instance: TaskInstance,
  task: HitlTask,
  held: HeldConnections,
  signal: AbortSignal,
): Promise<TryResult> {
  const { logFile = "" } = instance;
  const sources = sourcesOf(options, instance, held);
  let texts: readonly string[];
  try {
    texts = expressionsHere(task).map((part) =>
      options.projectMasker.text(textOf(evaluateInput(part, sources))),
    );
  } catch (error) {
    if (error instanceof MissingValueError) return noteFailure(logFile, error.message);
    throw error;
  }
  const [subject = "", body] = texts;
  writeLog(logFile, "");
  return askPeople({
    ...{ task, subject, body, signal },
    given: options.answers[task.taskId],
    prompt: options.prompt,
    timeout: task.responseTimeout ?? null,
    say: (text) => sayInLog(logFile, text, (line) => options.heard(instance, line)),
  });
}

async function triggerRun(
  options: ExecutorOptions,
  instance: TaskInstance,
  task: TriggerDagRunTask,
  held: HeldConnections,
  signal: AbortSignal,
): Promise<TryResult> {
  const { logFile = "" } = instance;
  const sources = sourcesOf(options, instance, held);
  const evaluated = (expression: Expression | undefined, otherwise: JsonValue) =>
    expression === undefined ? otherwise : evaluateInput(expression, sources);
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
  task: TaskCodeModel,
  held: HeldConnections,
  signal: AbortSignal,
): Promise<TryResult> {
  return runCode(options, instance, bundleCode(options, task), held, signal);
}
