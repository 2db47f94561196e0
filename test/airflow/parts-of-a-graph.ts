// Leaves out of a stored DAG what is not compared.
import type { Graph } from "./graphs-and-ends.ts";

/** Without some tasks of the DAG itself, and the edges to them. */
export function withoutTasks(graph: Graph, taskIds: readonly string[]): Graph {
  const kept = <Value>(values: Readonly<Record<string, Value>>) =>
    Object.entries(values).filter(([id]) => !taskIds.includes(id));
  const tasks = kept(graph.tasks).map(([id, task]) => {
    const downstream = task.downstream_task_ids.filter((other) => !taskIds.includes(other));
    return [id, { ...task, downstream_task_ids: downstream }];
  });
  const children = Object.fromEntries(kept(graph.group.children));
  return { ...graph, tasks: Object.fromEntries(tasks), group: { ...graph.group, children } };
}

/** Without what stands at these paths, such as `tasks.load.retries`. */
export function withoutPaths(value: object, paths: readonly string[]): object {
  const copy = structuredClone(value);
  for (const path of paths) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    // biome-ignore lint/suspicious/noExplicitAny: of any shape
    const holder = names.reduce<any>((each, name) => each?.[name], copy);
    if (holder !== undefined) delete holder[last];
  }
  return copy;
}
