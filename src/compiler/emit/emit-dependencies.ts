// Writes the order of a DAG's tasks as Airflow authors do: `a >> b >> c`.
import { orderTasks } from "../../model/dag/order-tasks.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import { atom, type Layout, layOut, list } from "./python-layout.ts";

const lineWidth = 88;

/**
 * One statement for each chain of tasks, as long as chains get.
 *
 * @param names the Python name of each task
 */
export function emitDependencies(tasks: readonly TaskModel[], names: ReadonlyMap<string, string>): string[] {
  const order = orderTasks(tasks);
  const chains: { links: Layout[]; tail: string }[] = [];
  for (const { taskId, upstream } of "ordered" in order ? order.ordered : []) {
    const link = name(names, taskId);
    const [only] = upstream;
    const open = upstream.length === 1 ? chains.find(({ tail }) => tail === only) : undefined;
    if (open) {
      open.links.push(link);
      open.tail = taskId;
    } else if (only !== undefined) {
      const head = upstream.length === 1 ? name(names, only) : list(upstream.map((id) => name(names, id)));
      chains.push({ links: [head, link], tail: taskId });
    }
  }
  return chains.map(({ links }) => statement(links));
}

function name(names: ReadonlyMap<string, string>, taskId: string): Layout {
  return atom(names.get(taskId) ?? taskId);
}

function statement(links: readonly Layout[]): string {
  const oneLine = `    ${links.map((link) => layOut(link, 4, Number.NEGATIVE_INFINITY, 0)).join(" >> ")}\n`;
  if (oneLine.length <= lineWidth + 1) return oneLine;
  const [head, ...rest] = links.map((link) => layOut(link, 8, 8, 0));
  return `    (\n        ${[head, ...rest].join("\n        >> ")}\n    )\n`;
}
