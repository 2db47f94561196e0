// Writes the order of a DAG's tasks as Airflow authors do: `a >> b >> c`, after what sets up and tears down.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { itemsTaskOf, mappedGroupOf } from "../../model/dag/mapping.ts";
import { orderTasks } from "../../model/dag/order-tasks.ts";
import { isTeardown, setupsOf } from "../../model/dag/setup-teardown.ts";
import { type NodeEdge, taskEdges } from "../../model/dag/task-group.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import type { Expression } from "../../model/expression/expression.ts";
import { emitRoles } from "./emit-roles.ts";
import { atom, type Layout, layOut, lineWidth, list } from "./python-layout.ts";

/**
 * Setups and teardowns, the order of tasks, then that of groups: Airflow looks for a group's first and last tasks when
 * it reads its line, and a group does not end with a teardown.
 *
 * @param names the Python name of each task and group
 * @param within id of the mapped group of whose inside it is; undefined for the DAG. At the end of the block of a mapped
 *   group Airflow makes what it begins with come after its list, and must know by then what that is.
 * @param indent columns the statements are indented by
 */
export function emitDependencies(
  model: OrderedDag,
  names: ReadonlyMap<string, string>,
  within?: string,
  indent = 4,
): string[] {
  const { tasks, groups, groupEdges } = model;
  const setups = tasks.filter(isTeardown).map((task) => [task.taskId, setupsOf(task, tasks)] as const);
  const said = new Set(
    [
      // What is mapped says itself what it is mapped over.
      ...tasks.flatMap(({ taskId, expandsOver }) => itemsEdge(taskId, expandsOver)),
      ...groupEdges.flatMap((edge) => taskEdges(edge, tasks, groups)),
      ...setups.flatMap(([downstream, ids]) => ids.map((upstream) => ({ upstream, downstream }))),
    ].map(edgeName),
  );
  const isHere = placing(model, within);
  const own = tasks.map(({ taskId, upstream }) => ({
    taskId,
    upstream: upstream.filter((id) => {
      const edge = { upstream: id, downstream: taskId };
      return !said.has(edgeName(edge)) && isHere(edge);
    }),
  }));
  const expansions = new Map(groups.map(({ groupId, expandsOver }) => [groupId, itemsTaskOf(expandsOver)]));
  const ownEdges = groupEdges.filter(
    (edge) => expansions.get(edge.downstream) !== edge.upstream && isHere(edge),
  );
  const members = tasks.filter((task) => mappedGroupOf(task, groups)?.groupId === within);
  return [
    ...emitRoles(members, names, indent),
    ...chainsOf(own, names, indent),
    ...groupChains(ownEdges, names, indent),
  ];
}

/** Whether an edge is said in this place: within a mapped group where both of its ends are in it. */
function placing({ tasks, groups }: OrderedDag, within: string | undefined): (edge: NodeEdge) => boolean {
  const around = (id: string) => {
    const groupId = tasks.find(({ taskId }) => taskId === id)?.groupId ?? parentOf(id, groups);
    return mappedGroupOf({ groupId }, groups)?.groupId;
  };
  return ({ upstream, downstream }) => {
    const [before, after] = [around(upstream), around(downstream)];
    return (before === after ? before : undefined) === within;
  };
}

function parentOf(id: string, groups: OrderedDag["groups"]): string | undefined {
  return groups.find(({ groupId }) => groupId === id)?.parent;
}

/** What is looked at of a DAG. */
type OrderedDag = Pick<DagModel, "groups" | "groupEdges"> & {
  readonly tasks: readonly Pick<TaskModel, "taskId" | "groupId" | "upstream" | "role" | "expandsOver">[];
};

function itemsEdge(downstream: string, list: Expression | undefined): NodeEdge[] {
  const upstream = itemsTaskOf(list);
  return upstream === undefined ? [] : [{ upstream, downstream }];
}

function edgeName({ upstream, downstream }: NodeEdge): string {
  return `${upstream} ${downstream}`;
}

/** Line by line as they are, since those within inner groups come first; what follows each other is one chain. */
function groupChains(
  edges: readonly NodeEdge[],
  names: ReadonlyMap<string, string>,
  indent: number,
): string[] {
  const chains: string[][] = [];
  for (const { upstream, downstream } of edges) {
    const last = chains.at(-1);
    if (last?.at(-1) === upstream) last.push(downstream);
    else chains.push([upstream, downstream]);
  }
  return chains.map((ids) =>
    statement(
      ids.map((id) => name(names, id)),
      indent,
    ),
  );
}

/** One statement for each chain of tasks, as long as chains get. */
function chainsOf(
  tasks: readonly Pick<TaskModel, "taskId" | "upstream">[],
  names: ReadonlyMap<string, string>,
  indent: number,
): string[] {
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
  return chains.map(({ links }) => statement(links, indent));
}

function name(names: ReadonlyMap<string, string>, taskId: string): Layout {
  return atom(names.get(taskId) ?? taskId);
}

function statement(links: readonly Layout[], indent: number): string {
  const [margin, inner] = [" ".repeat(indent), " ".repeat(indent + 4)];
  const oneLine = `${margin}${links.map((link) => layOut(link, indent, Number.NEGATIVE_INFINITY, 0)).join(" >> ")}\n`;
  if (oneLine.length <= lineWidth + 1) return oneLine;
  const [head, ...rest] = links.map((link) => layOut(link, indent + 4, indent + 4, 0));
  return `${margin}(\n${inner}${[head, ...rest].join(`\n${inner}>> `)}\n${margin})\n`;
}
