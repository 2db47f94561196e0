// A task in the model, one shape for each kind of task. Whoever treats kinds apart does so with a switch or a table
// that knows every kind, so that a new one does not compile before each of them says what it does with it.
import * as z from "zod";
import { Expression } from "../expression/expression.ts";
import { JsonSchema } from "../json-schema.ts";
import { Position } from "../problem.ts";
import { BranchModel } from "./branch.ts";
import { externalTaskOptions } from "./external-task.ts";
import { asks, hitlOptions } from "./hitl.ts";
import { databaseText, shapeOf } from "./option.ts";
import { dagWaitOptions, sensorOptions } from "./sensor-options.ts";
import { TaskRole } from "./setup-teardown.ts";
import { ownTaskOptions, TaskOptionsModel } from "./task-options.ts";
import { triggerOptions } from "./trigger-dag-run.ts";

/** What tasks of every kind have. */
const task = {
  /** As Airflow knows it: behind the ids of its groups. */
  taskId: z.string(),
  /** Id of the group it is in; absent where it is in none. */
  groupId: z.string().optional(),
  position: Position,
  ...shapeOf(ownTaskOptions),
  options: TaskOptionsModel,
  /**
   * The list for whose elements it has instances, the output of a task or a literal; absent where it is not mapped by
   * itself.
   */
  expandsOver: Expression.optional(),
  /** Evaluates to the name of an instance in the UI, once it has run; absent where it is not mapped, or has no names. */
  mapIndexTemplate: Expression.optional(),
  /** Whether it sets up or tears down for others; absent where it does neither. */
  role: TaskRole.optional(),
  /** Ids of the direct upstream tasks, by data and through groups as well, in the order they were declared. */
  upstream: z.array(z.string()),
};

/** What tasks have that run a bundle. */
const bundled = {
  /** What the UI shows as the operator's name. */
  operatorName: databaseText(1000),
  /** Evaluates to the operator's input. */
  input: Expression,
  inputSchema: JsonSchema,
  /** Of what it returns; absent when nothing is known of that. */
  outputSchema: JsonSchema.optional(),
  /** Connection id by the name the operator gave it. */
  connections: z.record(z.string(), z.string()),
};

/** Runs a bundle. */
const NodeTask = z.object({
  ...task,
  kind: z.literal("node"),
  ...bundled,
  /** What its output decides; absent where it decides nothing. */
  branch: BranchModel.optional(),
});
export type NodeTask = z.infer<typeof NodeTask>;

/** Runs a bundle, again and again, until it says that what it waits for is there. */
const SensorTask = z.object({
  ...task,
  kind: z.literal("sensor"),
  ...bundled,
  ...shapeOf(sensorOptions),
});
export type SensorTask = z.infer<typeof SensorTask>;

/** Airflow's EmptyOperator: runs nothing. */
const EmptyTask = z.object({ ...task, kind: z.literal("empty") });

/** Makes the list that mapped tasks, or the instances of a mapped group, are there for. */
const ItemsTask = z.object({
  ...task,
  kind: z.literal("items"),
  /** Evaluates to the list. */
  items: Expression,
});
export type ItemsTask = z.infer<typeof ItemsTask>;

/** Airflow's LatestOnlyOperator: skips what comes directly after it in all runs of a schedule but the latest. */
const LatestOnlyTask = z.object({ ...task, kind: z.literal("latest_only") });

/** Airflow's TriggerDagRunOperator: starts a run of another DAG. */
const TriggerDagRunTask = z.object({
  ...task,
  kind: z.literal("trigger_dag_run"),
  /** Id of the other DAG. */
  triggerDagId: z.string(),
  /** Evaluates to the values of the other DAG's params; absent where they are its defaults. */
  conf: Expression.optional(),
  /** Evaluates to the logical date of the run, as text; absent where it is the time at which it is started. */
  logicalDate: Expression.optional(),
  /** Evaluates to the id of the run; absent where Airflow gives it one. */
  runId: Expression.optional(),
  ...shapeOf(triggerOptions),
});
export type TriggerDagRunTask = z.infer<typeof TriggerDagRunTask>;

/** Airflow's ExternalTaskSensor: waits for a run of another DAG, or for tasks of it. */
const ExternalTask = z.object({
  ...task,
  kind: z.literal("external_task"),
  /** Id of the other DAG. */
  externalDagId: z.string(),
  /** The task that is waited for. Absent, like the next two, where it is something else; without any it is the whole run. */
  externalTaskId: z.string().optional(),
  externalTaskIds: z.array(z.string()).optional(),
  externalTaskGroupId: z.string().optional(),
  /** Whether the other DAG is known to be one of this project. */
  isOfProject: z.boolean(),
  /** Of what it returns, which is what the task that is waited for has; absent when nothing is known of that. */
  outputSchema: JsonSchema.optional(),
  /** Whether there is code that stands in for it in a local run. */
  hasStandIn: z.boolean(),
  ...shapeOf(externalTaskOptions),
  ...shapeOf(dagWaitOptions),
});
export type ExternalTask = z.infer<typeof ExternalTask>;

/** An operator of Airflow or of one of its providers. */
const PythonTask = z.object({
  ...task,
  kind: z.literal("python"),
  /** Module and name of its class. */
  className: z.string(),
  /** Arguments by their names in Python. */
  args: z.record(z.string(), Expression),
  /** Names of the arguments that Airflow renders; absent where only the class knows. */
  templateFields: z.array(z.string()).optional(),
  inputSchema: JsonSchema,
  /** Of what it returns; absent when nothing is known of that. */
  outputSchema: JsonSchema.optional(),
  /** Whether there is code that stands in for it in a local run. */
  hasStandIn: z.boolean(),
  /** In a local run that has been given one: the Python whose Airflow it runs in. */
  interpreter: z.string().optional(),
});
export type PythonTask = z.infer<typeof PythonTask>;

/** Airflow's HITLOperator and its kin: asks people, and waits for their answer. */
const HitlTask = z.object({
  ...task,
  kind: z.literal("hitl"),
  asks: z.enum(asks),
  /** Evaluates to the question. */
  subject: Expression,
  /** Evaluates to what helps to answer it, in Markdown. */
  body: Expression.optional(),
  /** What there is to choose from. */
  choices: z.array(z.string()),
  /** Of a form: the JSON Schemas of its fields. */
  fields: z.record(z.string(), JsonSchema),
  /** What the choice decides; absent where it decides nothing. */
  branch: BranchModel.optional(),
  ...shapeOf(hitlOptions),
});
export type HitlTask = z.infer<typeof HitlTask>;

export const TaskModel = z.discriminatedUnion("kind", [
  NodeTask,
  ItemsTask,
  SensorTask,
  EmptyTask,
  LatestOnlyTask,
  TriggerDagRunTask,
  ExternalTask,
  HitlTask,
  PythonTask,
]);
export type TaskModel = z.infer<typeof TaskModel>;

export type TaskKind = TaskModel["kind"];

/** JSON Schema of what the task returns; undefined when nothing is known of it. */
export function outputSchema(task: TaskModel): JsonSchema | undefined {
  switch (task.kind) {
    case "node":
    case "sensor":
    case "python":
    case "external_task":
      return task.outputSchema;
    case "hitl":
      return answerSchema(task);
    case "items":
    case "empty":
    case "latest_only":
    case "trigger_dag_run":
      return undefined;
  }
}

/** Of what Airflow's operators return. */
function answerSchema({ choices, fields }: HitlTask): JsonSchema {
  return {
    type: "object",
    properties: {
      chosen_options: { type: "array", items: { type: "string", enum: choices } },
      params_input: { type: "object", properties: fields, required: Object.keys(fields) },
    },
    required: ["chosen_options", "params_input"],
  };
}

/** The expressions that are evaluated for the task. */
export function expressionsOf(task: TaskModel): readonly Expression[] {
  return [...inputsOf(task), ...(task.mapIndexTemplate ? [task.mapIndexTemplate] : [])];
}

function inputsOf(task: TaskModel): readonly Expression[] {
  switch (task.kind) {
    case "items":
      return [task.items];
    case "node":
    case "sensor":
      return [task.input];
    case "trigger_dag_run":
      return [task.conf, task.logicalDate, task.runId].filter((each) => each !== undefined);
    case "python":
      return [{ kind: "object", entries: task.args }];
    case "hitl":
      return [task.subject, ...(task.body ? [task.body] : [])];
    case "empty":
    case "latest_only":
    case "external_task":
      return [];
  }
}

/** The code of a task: what is bundled of it, and what it is given. */
export type TaskCodeModel = Pick<
  NodeTask,
  "taskId" | "operatorName" | "doc" | "input" | "inputSchema" | "connections"
>;

/** What runs on this machine for a task; undefined where it runs no code here. */
export function codeOfTask(task: TaskModel): TaskCodeModel | undefined {
  switch (task.kind) {
    case "node":
    case "sensor":
      return task;
    case "python":
      return task.hasStandIn && task.interpreter === undefined ? standInOf(task) : undefined;
    case "external_task":
      return task.hasStandIn ? standInOfWait(task) : undefined;
    case "items":
    case "empty":
    case "latest_only":
    case "trigger_dag_run":
    case "hitl":
      return undefined;
  }
}

/** The expressions that are evaluated on this machine before the task runs here. */
export function expressionsHere(task: TaskModel): readonly Expression[] {
  if (task.kind === "trigger_dag_run" || task.kind === "items" || task.kind === "hitl")
    return expressionsOf(task);
  if (task.kind === "python" && task.interpreter !== undefined) return expressionsOf(task);
  const code = codeOfTask(task);
  return code ? [code.input] : [];
}

/** Whatever Python alone can make, a stand-in does without. */
export function standInOf({ taskId, className, doc, args, inputSchema }: PythonTask): TaskCodeModel {
  const entries = Object.entries(args).filter(([, { kind }]) => kind !== "python");
  return {
    taskId,
    operatorName: shortName(className),
    doc,
    input: { kind: "object", entries: Object.fromEntries(entries) },
    inputSchema,
    connections: {},
  };
}

/** Ids of the connections that are arguments of a Python operator: what its class calls `..._conn_id`. */
export function connectionArguments({ args }: PythonTask): string[] {
  return Object.entries(args).flatMap(([name, value]) =>
    name.endsWith("conn_id") && value.kind === "literal" && typeof value.value === "string"
      ? [value.value]
      : [],
  );
}

/** What stands in for a wait gets nothing. */
export function standInOfWait({ taskId, doc }: ExternalTask): TaskCodeModel {
  return {
    ...{ taskId, operatorName: "ExternalTaskSensor", doc },
    ...{ input: { kind: "object", entries: {} }, inputSchema: {}, connections: {} },
  };
}

/** The class of a task that asks people. */
export function hitlOperator({ asks, branch }: HitlTask): string {
  switch (asks) {
    case "approval":
      return "ApprovalOperator";
    case "form":
      return "HITLEntryOperator";
    case "choice":
      return branch ? "HITLBranchOperator" : "HITLOperator";
  }
}

/** Why a Python task without a stand-in is skipped where there is no Airflow. */
export function skippedLocally({ className }: Pick<PythonTask, "className">): string {
  return (
    `${shortName(className)} is a Python operator, which runs in Airflow alone. ` +
    "To go on without it, give its pythonOperator a stand-in: local."
  );
}

/** The name of a Python class, without its module. */
export function shortName(className: string): string {
  return className.slice(className.lastIndexOf(".") + 1);
}
