// What a test learns of a run and its tasks.
import { afterTries } from "../local/progress/failure-report.ts";
import {
  type DagRun,
  hasEnded,
  hasFailedItself,
  isExpanded,
  type TaskInstance,
} from "../local/schedule/task-instance.ts";
import { type EndState, overallState } from "../model/run/end-state.ts";
import { instanceName } from "../model/run/outputs.ts";
import type { DagRunResult, TaskResult } from "./dag-run.ts";
import type { TaskRecord, TaskRecords } from "./run-try.ts";

/** What came of a run that has ended. */
export function resultOf(
  dagId: string,
  { state, tasks }: DagRun,
  records: TaskRecords,
): Omit<DagRunResult, "assetUpdates" | "callbacks" | "variables"> {
  const ids = [...new Set(tasks.map(({ task }) => task.taskId))];
  const results = ids.map((id) => [
    id,
    resultOfTask(
      tasks.filter(({ task }) => task.taskId === id),
      records,
    ),
  ]);
  const hasSucceeded = state === "success";
  return {
    state: hasSucceeded ? "success" : "failed",
    error: hasSucceeded ? undefined : failureOf(dagId, tasks, records),
    tasks: Object.fromEntries(results),
  };
}

/** @param instances one, or those of a mapped task */
function resultOfTask(instances: readonly TaskInstance[], records: TaskRecords): TaskResult {
  const results = instances.map((instance) => taskResult(instance, records.of(instance)));
  const [first] = instances;
  if (!first || !isExpanded(first)) return results[0] as TaskResult;
  const { run, task } = first;
  const known = {
    state: overallState(results.map(({ state }) => state)),
    tries: results.reduce((sum, { tries }) => sum + tries, 0),
    input: undefined,
    log: results.flatMap(({ log }) => log),
    error: results.find(({ error }) => error !== undefined)?.error,
    instances: results,
  };
  return new Result(task.taskId, known, run.outputs.gathered(task.taskId));
}

function taskResult(instance: TaskInstance, { input, error, log }: TaskRecord): TaskResult {
  const { state, tries, run, task, mapIndex } = instance;
  const name = instanceName(task.taskId, mapIndex);
  if (!hasEnded(state)) throw new Error(`Task "${name}" has not ended.`);
  const value = run.outputs.get(task.taskId, mapIndex) ?? null;
  return new Result(name, { state, tries, input, error, log, instances: [] }, value);
}

/** `output` is no property of its own, so that who prints or compares a result does not read it by chance. */
class Result implements TaskResult {
  readonly state: EndState;
  readonly tries: number;
  readonly input: unknown;
  readonly log: readonly string[];
  readonly error: unknown;
  readonly instances: readonly TaskResult[];
  readonly #taskId: string;
  readonly #value: unknown;

  constructor(taskId: string, known: Omit<TaskResult, "output">, value: unknown) {
    this.state = known.state;
    this.tries = known.tries;
    this.input = known.input;
    this.log = known.log;
    this.error = known.error;
    this.instances = known.instances;
    this.#taskId = taskId;
    this.#value = value;
  }

  get output(): unknown {
    if (this.state === "success") return this.#value;
    const how = this.state === "failed" ? "it failed" : `it is ${this.state}`;
    throw new Error(`Task "${this.#taskId}" has no output: ${how}.`, { cause: this.error });
  }
}

/** Which tasks of a run failed, and why. */
function failureOf(dagId: string, instances: readonly TaskInstance[], records: TaskRecords): Error {
  const failed = instances.filter(hasFailedItself);
  const lines = failed.map((instance) => {
    const { task, mapIndex, tries, reason } = instance;
    return `  - Task "${instanceName(task.taskId, mapIndex)}" failed ${afterTries(tries)}: ${nameOf(records.of(instance).error)}${reason}`;
  });
  const [first] = failed;
  return new Error([`The run of DAG "${dagId}" failed:`, ...lines].join("\n"), {
    cause: first && records.of(first).error,
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ` : "";
}
