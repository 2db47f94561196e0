// What comes before and after a task of a DAG, by any way.

interface Node {
  readonly taskId: string;
  readonly upstream: readonly string[];
}

/** Ids of all that comes after a task. */
export function downstreamOf(taskId: string, tasks: readonly Node[]): Set<string> {
  const after = new Map<string, string[]>();
  for (const task of tasks) {
    for (const id of task.upstream) {
      const followers = after.get(id);
      if (followers) followers.push(task.taskId);
      else after.set(id, [task.taskId]);
    }
  }
  return reach(taskId, after);
}

/** Ids of all that comes before a task. */
export function upstreamOf(taskId: string, tasks: readonly Node[]): Set<string> {
  return reach(taskId, new Map(tasks.map((task) => [task.taskId, task.upstream])));
}

function reach(from: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const other of next.get(id) ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      waiting.push(other);
    }
  }
  return found;
}
