// Turns planned runs into runs with task instances, taking over from the journal what is already done.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { defaultsOf } from "../../model/dag/task-group.ts";
import type { Journal } from "../memory/journal.ts";
import type { TaskRecord } from "../memory/journal-record.ts";
import { decideAfter } from "../schedule/decide-instance.ts";
import { effectiveOptions } from "../schedule/effective-options.ts";
import { type DagRun, hasEnded, type PlannedRun, type TaskInstance } from "../schedule/task-instance.ts";

/** What is known of runs and tasks before these. */
export type Past = Pick<Journal, "task" | "outputs" | "taskBefore">;

/** Nothing ran before. */
export const noPast: Past = { task: () => undefined, outputs: () => new Map(), taskBefore: () => undefined };

/**
 * @param taskIds the tasks to run; the others neither run nor hold anything back
 * @param resume keeps what the journal knows to be done
 */
export function makeRuns(
  dag: DagModel,
  planned: readonly PlannedRun[],
  taskIds: ReadonlySet<string>,
  past: Past,
  resume: boolean,
): DagRun[] {
  const runs: DagRun[] = [];
  for (const plan of planned) runs.push(makeRun(dag, plan, taskIds, past, resume, runs.at(-1)));
  return runs;
}

function makeRun(
  dag: DagModel,
  plan: PlannedRun,
  taskIds: ReadonlySet<string>,
  past: Past,
  resume: boolean,
  before: DagRun | undefined,
): DagRun {
  const tasks: TaskInstance[] = [];
  const outputs = past.outputs(plan.runId);
  const run: DagRun = {
    ...plan,
    tasks,
    outputs,
    skipped: new Set(),
    kept: false,
    timedOut: false,
    state: "queued",
    startedAt: 0,
    durationMs: 0,
  };
  for (const task of dag.tasks.filter(({ taskId }) => taskIds.has(taskId))) {
    const record = resume ? past.task(plan.runId, task.taskId) : undefined;
    const done = record && isDone(record) ? record : undefined;
    if (!done) outputs.delete(task.taskId);
    tasks.push({
      run,
      task,
      options: effectiveOptions(task, defaultsOf(task, dag)),
      upstream: tasks.filter((other) => task.upstream.includes(other.task.taskId)),
      previous:
        before?.tasks.find((other) => other.task.taskId === task.taskId) ??
        past.taskBefore(plan.runId, task.taskId),
      state: done?.state ?? "none",
      tries: 0,
      startedAt: 0,
      durationMs: 0,
      reason: done?.reason,
      error: undefined,
      logFile: undefined,
    });
  }
  for (const instance of tasks) {
    // It said before what it decides; a later runner is told no less.
    if (instance.state === "success") decideAfter(instance, outputs.get(instance.task.taskId) ?? null);
  }
  run.kept = tasks.every(({ state }) => hasEnded(state));
  return run;
}

/** What a trigger rule decided is decided again: the upstream tasks may end otherwise this time. */
function isDone({ state, reason }: TaskRecord): boolean {
  return state === "success" || (state === "skipped" && reason !== undefined);
}
