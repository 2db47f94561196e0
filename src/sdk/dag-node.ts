// What can be ordered in a DAG: tasks and groups of tasks, which Airflow calls nodes.

/** A task or a group of tasks. What comes before or after a group comes before or after all of its tasks. */
export interface DagNode {
  /** The task's or the group's id. @internal */
  readonly nodeId: string;
  /** @internal */
  readonly upstream: Set<DagNode>;
  /** What is written on the edges that lead here, by where they come from. @internal */
  readonly labels: Map<DagNode, string>;
  /** Makes `nodes` come after this one. Returns this one. */
  before(...nodes: readonly DagNode[]): this;
  /** Makes this one come after `nodes`. Returns this one. */
  after(...nodes: readonly DagNode[]): this;
}
