// What a test learns of a run and its tasks.
import { type DagRun, hasEnded, type TaskInstance } from "../local/schedule/task-instance.ts";
import type { EndState } from "../model/run/end-state.ts";
import type { DagRunResult, TaskResult } from "./dag-run.ts";
import type { TaskRecord, TaskRecords } from "./run-try.ts";

/** What came of a run that has ended. */
export function resultOf(
  dagId: string,
  { state, tasks }: DagRun,
  records: TaskRecords,
): Omit<DagRunResult, "assetUpdates" | "callbacks"> {
  const results = tasks.map((instance) => [instance.task.taskId, taskResult(instance, records.of(instance))]);
  const hasSucceeded = state === "success";
  return {
    state: hasSucceeded ? "success" : "failed",
    error: hasSucceeded ? undefined : failureOf(dagId, tasks, records),
    tasks: Object.fromEntries(results),
  };
}

function taskResult(instance: TaskInstance, { input, error, log }: TaskRecord): TaskResult {
  const { state, tries, run, task } = instance;
  if (!hasEnded(state)) throw new Error(`Task "${task.taskId}" has not ended.`);
  const value = run.outputs.get(task.taskId) ?? null;
  return new Result(task.taskId, { state, tries, input, error, log }, value);
}

/** `output` is no property of its own, so that who prints or compares a result does not read it by chance. */
class Result implements TaskResult {
  readonly state: EndState;
  readonly tries: number;
  readonly input: unknown;
  readonly log: readonly string[];
  readonly error: unknown;
  readonly #taskId: string;
  readonly #value: unknown;

  constructor(taskId: string, known: Omit<TaskResult, "output">, value: unknown) {
    this.state = known.state;
    this.tries = known.tries;
    this.input = known.input;
    this.log = known.log;
    this.error = known.error;
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
  const failed = instances.filter(({ state }) => state === "failed");
  const lines = failed.map((instance) => {
    const { task, tries, reason } = instance;
    const count = tries === 1 ? "1 try" : `${tries} tries`;
    return `  - Task "${task.taskId}" failed after ${count}: ${nameOf(records.of(instance).error)}${reason}`;
  });
  const [first] = failed;
  return new Error([`The run of DAG "${dagId}" failed:`, ...lines].join("\n"), {
    cause: first && records.of(first).error,
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ` : "";
}
