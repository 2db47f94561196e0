// What Airflow's graph shows on the edges of a DAG.
import * as z from "zod";
import { NodeEdge, type TaskGroupModel, taskEdges } from "./task-group.ts";
import type { TaskModel } from "./task-model.ts";

/** On the edge between two nodes, tasks or groups. */
export const EdgeLabel = NodeEdge.extend({ label: z.string() });
export type EdgeLabel = z.infer<typeof EdgeLabel>;

/** What is looked at of a DAG. */
interface LabelledDag {
  readonly tasks: readonly Pick<TaskModel, "taskId" | "groupId" | "upstream" | "role">[];
  readonly groups: readonly TaskGroupModel[];
  readonly edgeLabels: readonly EdgeLabel[];
}

/**
 * What is on the edges that lead to a task, by the ids of the tasks that they come from. An edge of a group stands for
 * those of its tasks that have no label themselves.
 */
export function labelsTo(
  taskId: string,
  { tasks, groups, edgeLabels }: LabelledDag,
): ReadonlyMap<string, string> {
  const ids = new Set(tasks.map((task) => task.taskId));
  const isOfTasks = ({ upstream, downstream }: NodeEdge) => ids.has(upstream) && ids.has(downstream);
  const generalFirst = edgeLabels.toSorted((a, b) => Number(isOfTasks(a)) - Number(isOfTasks(b)));
  return new Map(
    generalFirst.flatMap((edge) =>
      taskEdges(edge, tasks, groups)
        .filter(({ downstream }) => downstream === taskId)
        .map(({ upstream }) => [upstream, edge.label] as const),
    ),
  );
}
