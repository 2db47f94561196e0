// Turns planned runs into runs with task instances, taking over from the journal what is already done.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { awaitedBy } from "../../model/dag/setup-teardown.ts";
import { defaultsOf } from "../../model/dag/task-group.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { Journal } from "../memory/journal.ts";
import type { TaskRecord } from "../memory/journal-record.ts";
import { decideAfter } from "../schedule/decide-instance.ts";
import { effectiveOptions } from "../schedule/effective-options.ts";
import { type DagRun, hasEnded, type PlannedRun, type TaskInstance } from "../schedule/task-instance.ts";
import { instantOf } from "./wall-clock.ts";

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
  const awaited = awaitedBy(dag.tasks);
  for (const plan of planned) runs.push(makeRun(dag, plan, taskIds, awaited, past, resume, runs.at(-1)));
  return runs;
}

function makeRun(
  dag: DagModel,
  plan: PlannedRun,
  taskIds: ReadonlySet<string>,
  awaited: ReturnType<typeof awaitedBy>,
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
    failedFast: false,
    state: "queued",
    startedAt: 0,
    durationMs: 0,
  };
  const pastOf = (taskId: string) =>
    before?.tasks.find((other) => other.task.taskId === taskId) ?? past.taskBefore(plan.runId, taskId);
  for (const task of dag.tasks.filter(
    (each) => taskIds.has(each.taskId) && isDue(each, plan, dag.timezone),
  )) {
    const record = resume ? past.task(plan.runId, task.taskId) : undefined;
    const done = record && isDone(record) ? record : undefined;
    if (!done) outputs.delete(task.taskId);
    tasks.push({
      run,
      task,
      options: effectiveOptions(task, defaultsOf(task, dag)),
      upstream: tasks.filter((other) => task.upstream.includes(other.task.taskId)),
      awaited: tasks.filter((other) => awaited.get(task.taskId)?.has(other.task.taskId)),
      previous: pastOf(task.taskId),
      previousAfter: dag.tasks
        .filter((other) => taskIds.has(other.taskId) && other.upstream.includes(task.taskId))
        .flatMap((other) => pastOf(other.taskId) ?? []),
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

/** Whether the run is within the task's own dates. */
function isDue({ startDate, endDate }: TaskModel, { logicalDate }: PlannedRun, timezone: string): boolean {
  if (logicalDate === null) return true;
  const date = new Date(logicalDate);
  const isEarly = startDate !== undefined && date < instantOf(startDate, timezone, "startDate");
  return !isEarly && (endDate === undefined || date <= instantOf(endDate, timezone, "endDate"));
}

/** What a trigger rule decided is decided again: the upstream tasks may end otherwise this time. */
function isDone({ state, reason }: TaskRecord): boolean {
  return state === "success" || (state === "skipped" && reason !== undefined);
}
