// Orders a DAG's tasks so that each comes after its upstream tasks, or finds the cycle that forbids it.

interface Node {
  readonly taskId: string;
  readonly upstream: readonly string[];
}

export type TaskOrder<T> = { readonly ordered: readonly T[] } | { readonly cycle: readonly string[] };

/** Keeps the order of declaration where dependencies allow it. Unknown upstream ids are passed over. */
export function orderTasks<T extends Node>(tasks: readonly T[]): TaskOrder<T> {
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  const ordered: T[] = [];
  const done = new Set<string>();
  const trail: string[] = [];

  const visit = (task: T): readonly string[] | undefined => {
    if (done.has(task.taskId)) return undefined;
    const seenAt = trail.indexOf(task.taskId);
    // The trail climbs upstream; a reader follows the arrows downstream.
    if (seenAt >= 0) return [...trail.slice(seenAt), task.taskId].reverse();
    trail.push(task.taskId);
    for (const id of task.upstream) {
      const upstream = byId.get(id);
      const cycle = upstream && visit(upstream);
      if (cycle) return cycle;
    }
    trail.pop();
    done.add(task.taskId);
    ordered.push(task);
    return undefined;
  };

  for (const task of tasks) {
    const cycle = visit(task);
    if (cycle) return { cycle };
  }
  return { ordered };
}
