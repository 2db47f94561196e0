// Writes what the graph shows on edges: `dag.set_edge_info("check", "save", {"label": "No errors"})`.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { atom, call, dict, type Layout, layOut } from "./python-layout.ts";
import { literal } from "./python-values.ts";

/**
 * A statement for each label. `check >> Label("No errors") >> save` would put the groups of tasks in the tasks' place.
 *
 * @param names the Python name of each task and group
 */
export function emitLabels(
  { groups, edgeLabels }: Pick<DagModel, "groups" | "edgeLabels">,
  names: ReadonlyMap<string, string>,
): string[] {
  // The edges of a group begin and end at nodes of the graph that are beside it.
  const node = (id: string, join: "downstream_join_id" | "upstream_join_id"): Layout =>
    groups.some(({ groupId }) => groupId === id) ? atom(`${names.get(id) ?? id}.${join}`) : literal(id);
  return edgeLabels.map(({ upstream, downstream, label }) => {
    const ends = [node(upstream, "downstream_join_id"), node(downstream, "upstream_join_id")];
    const made = call("dag.set_edge_info", [], [...ends, dict([["label", literal(label)]])]);
    return `    ${layOut(made, 4, 4, 0)}\n`;
  });
}
