// One run of a DAG, or of some of its tasks, for somebody who works on it.
import type { DagModel } from "../model/dag/dag-model.ts";
import { producersOf } from "../model/dag/mapping.ts";
import type { TaskModel } from "../model/dag/task-model.ts";
import { readParams, requireParams } from "../model/run/named-values.ts";
import { localEnvironment } from "./local-environment.ts";
import { Journal } from "./memory/journal.ts";
import { OutFolder } from "./memory/out-folder.ts";
import { waitForLock } from "./memory/wait-for-lock.ts";
import { loadDag } from "./plan/load-dag.ts";
import { oneRun } from "./plan/one-run.ts";
import { selectTasks } from "./plan/select-tasks.ts";
import { runSession } from "./run-session.ts";
import type { Surroundings } from "./session.ts";

export interface OnceOptions {
  readonly dagId: string;
  /** Ids of the only tasks to run; none means all. */
  readonly tasks: readonly string[];
  /** `name=value` each. */
  readonly params: readonly string[];
  /** The run's logical date. @default see {@link oneRun} */
  readonly date: string | undefined;
  /** Most processes at once. */
  readonly jobs: number;
}

/**
 * Runs a built DAG once, without retries and without the DAGs that it triggers. Tasks take the outputs of those that do
 * not run from earlier local runs; where there are none, the tasks that make them run, too.
 *
 * @param signal aborted: what runs is told to stop, and gets five seconds to end
 * @returns whether the run succeeded
 * @throws {UsageError} for options that make no sense for this DAG
 * @throws {UserError} when it cannot start
 */
export async function runOnce(
  { dagId, tasks: taskIds, params, date, jobs }: OnceOptions,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<boolean> {
  const { project, env, stdout } = surroundings;
  const dag = withoutRetries(loadDag(project, dagId));
  const chosen = selectTasks(dag, taskIds);
  const given = await readParams(dag.dagId, dag.params, params);
  requireParams(dag.dagId, dag.params, given);
  const out = new OutFolder(project);
  const unlock = await waitForLock(out.lock, signal, (text) => stdout.write(`${text}\n`));
  if (unlock === null) return false;
  try {
    const environment = localEnvironment(project, env);
    out.clearTries();
    const journal = new Journal(out.journal(dagId));
    const planned = oneRun(dag, date, journal.lastRun, new Date());
    const exitCode = await runSession({
      ...surroundings,
      options: { dagId, tasks: taskIds, params, jobs, resume: false, trigger: false, retryDelay: undefined },
      dag,
      tasks: withProducers(dag, chosen, new Set(journal.outputs(planned.runId).taskIds)),
      params: given,
      planned: [planned],
      environment,
      out,
      stop: { signal, exitCode: () => null, close: () => undefined },
    });
    return exitCode === 0;
  } finally {
    out.clearTries();
    unlock();
  }
}

/** Somebody is watching, and the next save is the next try. */
function withoutRetries(dag: DagModel): DagModel {
  const once = { retries: 0 };
  return {
    ...dag,
    defaults: { ...dag.defaults, ...once },
    tasks: dag.tasks.map((task) => ({ ...task, options: { ...task.options, ...once } })),
  };
}

/** The tasks, and those whose outputs they read and nobody knows, in the DAG's order. */
function withProducers(
  dag: DagModel,
  tasks: readonly TaskModel[],
  known: ReadonlySet<string>,
): readonly TaskModel[] {
  const needed = new Set<string>();
  const add = (taskId: string) => {
    const task = dag.tasks.find((other) => other.taskId === taskId);
    if (!task || needed.has(taskId)) return;
    needed.add(taskId);
    for (const producer of producersOf(task, dag.groups)) if (!known.has(producer)) add(producer);
  };
  for (const { taskId } of tasks) add(taskId);
  return dag.tasks.filter(({ taskId }) => needed.has(taskId));
}
