// Tasks that set something up for others, and tasks that tear it down afterwards, whatever became of the others.
import * as z from "zod";
import { downstreamOf, upstreamOf } from "./reach.ts";

/**
 * What a task is for others. A teardown runs when all that comes before it has ended and one of its setups, which are
 * those directly before it, succeeded. Unless it says so, its own failure is none of the run.
 */
export const TaskRole = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("setup") }),
  z.object({ kind: z.literal("teardown"), onFailureFailDagrun: z.boolean() }),
]);
export type TaskRole = z.infer<typeof TaskRole>;

/** A task, as far as setups and teardowns look at it. */
export interface RoleTask {
  readonly taskId: string;
  readonly upstream: readonly string[];
  readonly role?: TaskRole | undefined;
}

export function isSetup({ role }: Pick<RoleTask, "role">): boolean {
  return role?.kind === "setup";
}

export function isTeardown({ role }: Pick<RoleTask, "role">): boolean {
  return role?.kind === "teardown";
}

/** Whether the end of a run depends on the task. */
export function countsForRun({ role }: Pick<RoleTask, "role">): boolean {
  return role?.kind !== "teardown" || role.onFailureFailDagrun;
}

/** Ids of the setups that a teardown is for. */
export function setupsOf({ upstream }: RoleTask, tasks: readonly RoleTask[]): string[] {
  const setups = new Set(tasks.filter(isSetup).map(({ taskId }) => taskId));
  return upstream.filter((id) => setups.has(id));
}

/**
 * By task, ids of what it waits for beside what comes directly before it: the setups of the scopes that it is in, which
 * are those before it that have no teardown or one after it; of a teardown, the tasks between its setups and itself.
 * (AbstractOperator.get_upstreams_only_setups and TriggerRuleDep of Airflow.)
 */
export function awaitedBy(tasks: readonly RoleTask[]): ReadonlyMap<string, ReadonlySet<string>> {
  const setups = tasks.filter(isSetup).map((setup) => ({
    id: setup.taskId,
    teardowns: tasks.filter((task) => isTeardown(task) && task.upstream.includes(setup.taskId)),
    after: downstreamOf(setup.taskId, tasks),
  }));
  if (setups.length === 0) return new Map();
  return new Map(
    tasks.map((task) => {
      const { taskId, upstream } = task;
      const awaited = isTeardown(task) ? between(task) : setupsAround(taskId);
      return [taskId, new Set(awaited.filter((id) => !upstream.includes(id)))];
    }),
  );

  function between({ taskId, upstream }: RoleTask): string[] {
    const own = setups.filter(({ id }) => upstream.includes(id));
    return [...upstreamOf(taskId, tasks)].filter((id) => own.some(({ after }) => after.has(id)));
  }

  function setupsAround(taskId: string): string[] {
    const before = setups.filter(({ after }) => after.has(taskId));
    if (before.length === 0) return [];
    const later = downstreamOf(taskId, tasks);
    return before
      .filter(
        ({ teardowns }) => teardowns.length === 0 || teardowns.some((teardown) => later.has(teardown.taskId)),
      )
      .map(({ id }) => id);
  }
}
