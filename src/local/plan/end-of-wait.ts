// How a wait for another DAG ends, by the states of what it waits for.
import { awaitedTasks, awaitedText } from "../../model/dag/awaited.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import { tasksOf } from "../../model/dag/task-group.ts";
import type { ExternalTask } from "../../model/dag/task-model.ts";
import type { JsonValue } from "../../model/json.ts";
import { instanceName, type Outputs } from "../../model/run/outputs.ts";
import type { Journal } from "../memory/journal.ts";
import type { TryResult } from "../schedule/try-result.ts";

/** What is waited for, and how it ended; undefined when it has not. */
type States = readonly (readonly [name: string, state: string | undefined])[];

/**
 * What the wait ends with when nothing will happen any more.
 *
 * @param dag the DAG that is waited for
 * @param journal its own
 */
export function endOfWait(task: ExternalTask, dag: DagModel, runId: string, journal: Journal): TryResult {
  const { allowedStates = ["success"], skippedStates = [], failedStates = [] } = task;
  const states = statesOf(task, dag, runId, journal);
  const told = (wanted: readonly string[], isWanted: boolean) =>
    states
      .filter(([, state]) => wanted.includes(state ?? "") === isWanted)
      .map(([name, state]) => `${name} ${state === undefined ? "has not run" : `is ${state}`}`)
      .join(", ");
  const failed = told(failedStates, true);
  if (failed !== "") return failing(task, `${failed}.`);
  const skipped = told(skippedStates, true);
  if (skipped !== "") return { kind: "skip", reason: `${skipped}.` };
  const others = told(allowedStates, false);
  if (others === "") return { kind: "success", value: outputOf(task, journal.outputs(runId)) };
  return unmet(task, `${others}. In Airflow the wait would go on until its timeout.`);
}

function statesOf(task: ExternalTask, dag: DagModel, runId: string, journal: Journal): States {
  const { externalTaskGroupId } = task;
  const taskIds =
    externalTaskGroupId === undefined
      ? awaitedTasks(task)
      : tasksOf(externalTaskGroupId, dag.tasks, dag.groups).map(({ taskId }) => taskId);
  if (taskIds) {
    return taskIds.flatMap((taskId): States => {
      const records = journal.instancesOf(runId, taskId);
      if (records.length === 0) return [[`Task "${taskId}"`, undefined]];
      return records.map(({ mapIndex, state }) => [`Task "${instanceName(taskId, mapIndex)}"`, state]);
    });
  }
  // A run of some of its tasks is not yet one of the DAG.
  const isWhole = dag.tasks.every(({ taskId }) => journal.instancesOf(runId, taskId).length > 0);
  return [[`The run of ${awaitedText(task)}`, isWhole ? journal.run(runId) : undefined]];
}

function outputOf(task: ExternalTask, outputs: Outputs): JsonValue {
  const values = awaitedTasks(task)?.map((taskId) => outputs.get(taskId) ?? null);
  return (task.externalTaskId === undefined ? values : values?.[0]) ?? null;
}

/** What it finds makes it fail. */
export function failing({ softFail, neverFail }: ExternalTask, reason: string): TryResult {
  return { kind: softFail || neverFail ? "skip" : "fail", reason };
}

/** What it waits for does not come. */
export function unmet({ softFail }: ExternalTask, reason: string): TryResult {
  return { kind: softFail ? "skip" : "fail", reason };
}
