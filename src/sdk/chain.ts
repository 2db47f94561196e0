// Nodes one after the other, and what is written on the edges between them.
import { written } from "../model/written.ts";
import type { DagNode } from "./dag-node.ts";

/** What Airflow's graph shows on an edge. Made by `label`, for `chain`. */
export interface Label {
  /** @internal */
  readonly label: string;
}

type Nodes = DagNode | readonly DagNode[];
type Labels = Label | readonly Label[];

/**
 * A label for the edges between two links of a `chain`: Airflow's Label.
 *
 * @param text what the graph shows on the edge
 * @throws TypeError when it is no text, or says nothing
 */
export function label(text: string): Label {
  if (typeof text !== "string" || text.trim() === "") {
    throw new TypeError(`A label is a text that says something, not ${written(text)}.`);
  }
  return { label: text };
}

/**
 * Makes each task or group come after the one before it. A list stands for nodes side by side; two lists in a row
 * are joined one to one, as in Airflow's `chain`. A label between two links is on all edges between them, each label of a
 * list on one of them.
 *
 * @throws RangeError when two neighbouring lists differ in length
 * @throws TypeError when a label is not between two links, or an edge has another label already
 *
 * @example
 * import { chain, Dag, label } from "windsock";
 *
 * const dag = new Dag("labelled");
 * const [check, save, repair] = [dag.empty("check"), dag.empty("save"), dag.empty("repair")];
 * chain(check, [label("No errors"), label("Errors found")], [save, repair], dag.empty("report"));
 */
export function chain(...links: readonly (DagNode | readonly DagNode[] | Label | readonly Label[])[]): void {
  let last: Nodes | undefined;
  let labels: Labels | undefined;
  for (const link of links) {
    if (areLabels(link)) {
      if (last === undefined || labels !== undefined) throw misplaced(link);
      labels = link;
    } else {
      if (last !== undefined) join(edgesBetween(last, link), labels);
      last = link;
      labels = undefined;
    }
  }
  if (labels !== undefined) throw misplaced(labels);
}

type Edge = readonly [from: DagNode, to: DagNode];

function edgesBetween(before: Nodes, after: Nodes): Edge[] {
  if (!isList(before) || !isList(after)) {
    return listOf(before).flatMap((from) => listOf(after).map((to) => [from, to] as const));
  }
  if (before.length !== after.length) {
    throw new RangeError(
      `chain joins neighbouring lists one to one, and these have ${before.length} and ${after.length} tasks. ` +
        "Make them equally long, or put one task between them.",
    );
  }
  return before.flatMap((from, index) => {
    const to = after[index];
    return to ? [[from, to] as const] : [];
  });
}

function join(edges: readonly Edge[], labels: Labels | undefined): void {
  if (labels !== undefined && isList(labels) && labels.length !== edges.length) {
    throw new RangeError(
      `chain puts each label of a list on one edge: the list has ${labels.length}, and the edges are ${edges.length}. ` +
        "Make the list as long, or give all edges one label.",
    );
  }
  edges.forEach(([from, to], index) => {
    from.before(to);
    const own = labels !== undefined && isList(labels) ? labels[index] : labels;
    if (own) write(own.label, from, to);
  });
}

function write(text: string, from: DagNode, to: DagNode): void {
  const other = to.labels.get(from);
  if (other !== undefined && other !== text) {
    throw new TypeError(
      `The edge from "${from.nodeId}" to "${to.nodeId}" is labelled ${written(other)} and ${written(text)}. ` +
        "Airflow shows one label; leave the other one out.",
    );
  }
  to.labels.set(from, text);
}

function misplaced(labels: Labels): TypeError {
  const texts = listOf(labels).map(({ label }) => written(label));
  return new TypeError(
    `${texts.join(", ")} in a chain is not between two tasks or groups, and would be on no edge. Put it between them.`,
  );
}

function areLabels(link: Nodes | Labels): link is Labels {
  const each = listOf<DagNode | Label>(link);
  const labels = each.filter((one) => "label" in one);
  if (labels.length > 0 && labels.length < each.length) {
    throw new TypeError(
      "A list in a chain holds labels, or tasks and groups. Put the labels into one of their own.",
    );
  }
  return labels.length > 0;
}

function listOf<T extends object>(one: T | readonly T[]): readonly T[] {
  return isList(one) ? one : [one];
}

function isList<T>(one: T | readonly T[]): one is readonly T[] {
  return Array.isArray(one);
}
