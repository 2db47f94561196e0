// What can be ordered in a DAG: tasks and groups of tasks, which Airflow calls nodes.

/** A task or a group of tasks. What comes before or after a group comes before or after all of its tasks. */
export interface DagNode {
  /** The task's or the group's id. @internal */
  readonly nodeId: string;
  /** @internal */
  readonly upstream: Set<DagNode>;
  /** Makes `nodes` come after this one. Returns this one. */
  before(...nodes: readonly DagNode[]): this;
  /** Makes this one come after `nodes`. Returns this one. */
  after(...nodes: readonly DagNode[]): this;
}

/**
 * Makes each task or group come after the one before it. A list stands for nodes side by side; two lists in a row
 * are joined one to one, as in Airflow's `chain`.
 *
 * @throws RangeError when two neighbouring lists differ in length
 */
export function chain(...links: readonly (DagNode | readonly DagNode[])[]): void {
  links.forEach((link, index) => {
    const next = links[index + 1];
    if (next === undefined) return;
    if (isList(link) && isList(next)) {
      if (link.length !== next.length) {
        throw new RangeError(
          `chain joins neighbouring lists one to one, and these have ${link.length} and ${next.length} tasks. ` +
            "Make them equally long, or put one task between them.",
        );
      }
      link.forEach((node, position) => {
        const follower = next[position];
        if (follower) node.before(follower);
      });
    } else {
      for (const node of isList(link) ? link : [link]) node.before(...(isList(next) ? next : [next]));
    }
  });
}

function isList(link: DagNode | readonly DagNode[]): link is readonly DagNode[] {
  return Array.isArray(link);
}
