// What a task's output decides, as authors say it.
import type { DagNode } from "./dag-node.ts";
import type { Task } from "./task.ts";
import type { Branch } from "./task-node.ts";

/** A task or group, or several. */
export type Nodes = DagNode | readonly DagNode[];

/** The values among which a task chooses: what it returns, or what the list holds that it returns. */
export type Choice<Output> = Output extends readonly (infer Item)[] ? Item : Output;

/** What `if` still waits for. */
export interface Then {
  /** What runs when the task returned true. */
  then(...nodes: readonly DagNode[]): Else;
}

/** What `then` can be followed by. */
interface Else {
  /** What runs when the task returned false. Without it nothing does. */
  else(...nodes: readonly DagNode[]): void;
}

/**
 * Makes the output of a task decide, and what it decides about come after it.
 *
 * @throws TypeError when it decides about something else, or can decide nothing
 */
export function decide(task: Task, branch: Branch): void {
  const { kind } = task.work;
  const isChoice = kind === "hitl" && task.work.asks === "choice" && branch.kind === "cases";
  if (kind !== "node" && !isChoice) {
    throw new TypeError(
      `Task "${task.taskId}" ${kind === "sensor" ? "waits" : "runs no TypeScript"}, and can decide nothing. ` +
        "Let a task decide that gets its output.",
    );
  }
  if (task.branch) {
    throw new TypeError(
      `The output of task "${task.taskId}" decides something already. Say it once, or use a task for each decision.`,
    );
  }
  task.branch = branch;
  if (branch.kind === "cases") task.before(...Object.values(branch.cases).flat());
}

export function isList(nodes: Nodes): nodes is readonly DagNode[] {
  return Array.isArray(nodes);
}
