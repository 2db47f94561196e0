// Waits for other DAGs and for their tasks, as authors say them.
import type * as z from "zod";
import type { externalDagOptions, externalTaskOptions } from "../model/dag/external-task.ts";
import type { dagWaitOptions } from "../model/dag/sensor-options.ts";
import type { IfJson } from "../model/json.ts";
import type { MadeDag } from "../model/listener.ts";
import { written } from "../model/written.ts";
import type { DagNode } from "./dag-node.ts";
import type { AnyOperator } from "./operator.ts";
import type { AuthoredOptions } from "./options.ts";
import type { Task } from "./task.ts";
import type { TaskArgs } from "./task-handler.ts";
import { TaskNode } from "./task-node.ts";
import type { WaitWork } from "./wait-work.ts";

type Schema = z.core.$ZodType;

/** How a task waits for tasks of another DAG, or for a group of them. */
export interface WaitForTask
  extends AuthoredOptions<typeof externalTaskOptions>,
    AuthoredOptions<typeof dagWaitOptions> {}

/** How a task waits for a run of another DAG. */
export interface WaitForDag
  extends AuthoredOptions<typeof externalDagOptions>,
    AuthoredOptions<typeof dagWaitOptions> {}

interface OfElsewhere<Output extends Schema> {
  /** Id of its DAG. */
  readonly dagId: string;
  /** Schema of what it returns; of several tasks, of the list of that. @default nothing is known of it */
  readonly output?: Output & IfJson<z.output<Output>, "output", unknown>;
  /**
   * Stands in for the wait where there is no Airflow: in local runs. It returns what the task would have returned.
   *
   * @default nothing is waited for there, and a task that reads the output fails
   */
  readonly local?: (
    args: TaskArgs<Record<never, never>>,
  ) => Promise<z.input<NoInfer<Output>>> | z.input<NoInfer<Output>>;
}

/** A task of a DAG that somebody else owns. */
export interface ExternalTask<Output extends Schema = z.ZodUnknown> extends OfElsewhere<Output> {
  readonly taskId: string;
}

/** Several tasks of a DAG that somebody else owns. */
export interface ExternalTasks<Output extends Schema = z.ZodUnknown> extends OfElsewhere<Output> {
  readonly taskIds: readonly string[];
}

/** A group of tasks of a DAG that somebody else owns. */
export interface ExternalTaskGroup {
  /** Id of its DAG. */
  readonly dagId: string;
  /** Behind the ids of the groups it is in. */
  readonly taskGroupId: string;
}

/** A group that is declared in a DAG. */
export interface OwnTaskGroup extends DagNode {
  readonly groupId: string;
}

/** What several tasks return, in their order. */
export type OutputsOf<Tasks extends readonly Task[]> = {
  -readonly [Index in keyof Tasks]: Tasks[Index] extends Task<infer Output> ? Output : never;
};

const known = { isOfProject: true, code: codeOf(undefined), hasStandIn: false } as const;

/** @internal */
export function waitForTasks(
  id: string,
  given: Task | readonly Task[] | ExternalTask<Schema> | ExternalTasks<Schema>,
  options: object,
): WaitWork {
  if (Array.isArray(given)) return waitForAll(id, given, options);
  const one = checked(id, given) as Task | ExternalTask<Schema> | ExternalTasks<Schema>;
  if ("declaration" in one) {
    const target = { kind: "task", taskId: one.taskId } as const;
    return { ...known, dagId: one.declaration.dag.dagId, target, code: codeOf(outputOf(one)), options };
  }
  const { dagId, output, local } = one;
  const target = targetOf(id, one);
  const code = codeOf(output, local as AnyOperator["run"]);
  return { dagId, target, isOfProject: false, code, hasStandIn: local !== undefined, options };
}

function codeOf(output: Schema | undefined, run: AnyOperator["run"] = () => null): AnyOperator {
  return { name: "ExternalTaskSensor", output, run };
}

function waitForAll(id: string, tasks: readonly Task[], options: object): WaitWork {
  const dagIds = [...new Set(tasks.map((task) => (checked(id, task) as Task).declaration.dag.dagId))];
  const [dagId, ...others] = dagIds;
  if (dagId === undefined || others.length > 0) {
    throw new TypeError(
      `Task ${JSON.stringify(id)} waits for tasks of ${dagIds.length} DAGs at once${dagId === undefined ? "" : `: ${dagIds.join(", ")}`}. ` +
        "Wait for the tasks of one DAG, and in another task for those of another.",
    );
  }
  const target = { kind: "tasks", taskIds: tasks.map(({ taskId }) => taskId) } as const;
  return { ...known, dagId, target, options };
}

function targetOf(id: string, given: { readonly dagId: string }): WaitWork["target"] {
  const { taskId, taskIds } = given as Partial<ExternalTask> & Partial<ExternalTasks>;
  if (taskId !== undefined && taskIds === undefined) return { kind: "task", taskId };
  if (taskIds !== undefined && taskId === undefined) return { kind: "tasks", taskIds };
  throw new TypeError(
    `Task ${JSON.stringify(id)} waits for ${taskId === undefined ? "no task" : "a task and for several"}. ` +
      "Give it taskId or taskIds.",
  );
}

function outputOf({ work }: Task): Schema | undefined {
  switch (work.kind) {
    case "node":
    case "python":
      return work.operator.output;
    case "sensor":
      return work.sensor.output;
    case "external_task":
      return work.code.output;
    case "items":
    case "empty":
    case "latest_only":
    case "hitl":
    case "trigger_dag_run":
      return undefined;
  }
}

/** @internal */
export function waitForGroup(id: string, group: ExternalTaskGroup | OwnTaskGroup, options: object): WaitWork {
  checked(id, group);
  if (!("taskGroupId" in group)) {
    const { dag } = group as OwnTaskGroup & { readonly dag: MadeDag };
    return { ...known, dagId: dag.dagId, target: { kind: "group", groupId: group.groupId }, options };
  }
  const target = { kind: "group", groupId: group.taskGroupId } as const;
  return { ...known, dagId: group.dagId, target, isOfProject: false, options };
}

/** @internal */
export function waitForRun(id: string, dag: { readonly dagId: string } | string, options: object): WaitWork {
  const target = { kind: "dag" } as const;
  if (typeof dag === "string") return { ...known, dagId: dag, target, isOfProject: false, options };
  checked(id, dag);
  return { ...known, dagId: dag.dagId, target, options };
}

/** Whether there are several instances of the task, in words. */
function mappedAs({ expandsOver, declaration: { group } }: TaskNode): string | undefined {
  if (expandsOver) return "which is mapped";
  return group?.mappedGroup ? "which is in a mapped group" : undefined;
}

function checked(id: string, given: unknown): unknown {
  const mapped = given instanceof TaskNode ? mappedAs(given) : undefined;
  if (mapped !== undefined) {
    throw new TypeError(
      `Task ${JSON.stringify(id)} waits for task ${JSON.stringify((given as TaskNode).taskId)}, ${mapped}. ` +
        "Wait for its group, or for a task that gathers what its instances return.",
    );
  }
  if (typeof given === "object" && given !== null) return given;
  throw new TypeError(
    `Task ${JSON.stringify(id)} waits for ${written(given)}. Give it a task, a group or a DAG, or ids. ` +
      "It is undefined when modules import each other in a circle.",
  );
}
