// The contract between authoring and everything else: a DAG as plain JSON, without code.
import * as z from "zod";
import { Expression } from "../expression/expression.ts";
import { JsonSchema } from "../json-schema.ts";
import { Position } from "../problem.ts";
import { AssetCondition } from "./asset.ts";

/** Rises whenever a reader of an older model would misunderstand a newer one. */
export const modelVersion = 2;

/** Airflow's trigger rules (core-concepts/dags.html#trigger-rules). */
export const triggerRules = [
  "all_success",
  "all_failed",
  "all_done",
  "all_done_min_one_success",
  "all_skipped",
  "one_success",
  "one_failed",
  "one_done",
  "none_failed",
  "none_failed_min_one_success",
  "none_skipped",
  "always",
] as const;
export type TriggerRule = (typeof triggerRules)[number];

const seconds = z.number().nonnegative();

/** Task options as Airflow's BaseOperator has them; durations in seconds. Absent means: the DAG's default. */
export const TaskOptionsModel = z.object({
  owner: z.string().optional(),
  email: z.array(z.string()).optional(),
  emailOnFailure: z.boolean().optional(),
  emailOnRetry: z.boolean().optional(),
  dependsOnPast: z.boolean().optional(),
  retries: z.number().int().nonnegative().optional(),
  retryDelay: seconds.optional(),
  retryExponentialBackoff: z.boolean().optional(),
  maxRetryDelay: seconds.optional(),
  executionTimeout: seconds.positive().optional(),
  pool: z.string().optional(),
  poolSlots: z.number().int().positive().optional(),
  queue: z.string().optional(),
  priorityWeight: z.number().int().optional(),
  triggerRule: z.enum(triggerRules).optional(),
});
export type TaskOptionsModel = z.infer<typeof TaskOptionsModel>;

export const TaskModel = z.object({
  taskId: z.string(),
  /** `node`: runs a bundle. `empty`: Airflow's EmptyOperator, runs nothing. */
  kind: z.enum(["node", "empty"]),
  /** What the UI shows as the operator's name. */
  operatorName: z.string(),
  displayName: z.string().optional(),
  /** Markdown, shown as the task's docs. */
  doc: z.string().optional(),
  position: Position,
  options: TaskOptionsModel,
  /** Ids of the direct upstream tasks, data edges included, in the order they were declared. */
  upstream: z.array(z.string()),
  /** Evaluates to the operator's input. */
  input: Expression,
  inputSchema: JsonSchema,
  /** Connection id by the name the operator gave it. */
  connections: z.record(z.string(), z.string()),
  /** URIs of the assets it reads; told to people, and no more than that. */
  inlets: z.array(z.string()),
  /** URIs of the assets that its success updates. */
  outlets: z.array(z.string()),
});
export type TaskModel = z.infer<typeof TaskModel>;

export const ScheduleModel = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("once") }),
  z.object({ kind: z.literal("cron"), expression: z.string() }),
  z.object({ kind: z.literal("every"), seconds: seconds.positive() }),
  z.object({ kind: z.literal("assets"), condition: AssetCondition }),
]);
export type ScheduleModel = z.infer<typeof ScheduleModel>;

export const DagModel = z.object({
  modelVersion: z.literal(modelVersion),
  dagId: z.string(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  doc: z.string().optional(),
  position: Position,
  schedule: ScheduleModel,
  /** Wall-clock dates without offset, read in `timezone`. */
  startDate: z.string().optional(),
  endDate: z.string().optional(),
  /** IANA name. */
  timezone: z.string(),
  catchup: z.boolean(),
  maxActiveRuns: z.number().int().positive(),
  maxActiveTasks: z.number().int().positive().optional(),
  dagrunTimeout: seconds.positive().optional(),
  tags: z.array(z.string()),
  defaults: TaskOptionsModel,
  /** JSON Schema of each param, its default included; what Airflow's Param takes. */
  params: z.record(z.string(), JsonSchema),
  tasks: z.array(TaskModel),
});
export type DagModel = z.infer<typeof DagModel>;
