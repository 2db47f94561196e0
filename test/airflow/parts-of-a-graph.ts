// Leaves out of a stored DAG what is not compared.
import type { Graph } from "./graphs-and-ends.ts";

/** Whether a task makes the list that another is mapped over: an example maps over what a task returns. */
export function isItems(taskId: string): boolean {
  return taskId.endsWith("__items");
}

/** As if what is mapped came directly after what the list is made of. */
export function withoutItems(graph: Graph): Graph {
  const after = (id: string): readonly string[] => {
    const next = graph.tasks[id]?.downstream_task_ids ?? [];
    return next.flatMap((other) => (isItems(other) ? after(other) : [other]));
  };
  const tasks = Object.entries(graph.tasks).map(([id, task]) => [
    id,
    { ...task, downstream_task_ids: [...new Set(after(id))].sort() },
  ]);
  const without = { ...graph, tasks: Object.fromEntries(tasks) };
  return withoutTasks(without, Object.keys(graph.tasks).filter(isItems));
}

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
