// Turns a Dag into its model: the step from the author's objects to plain JSON.

import * as z from "zod";
import type { AssetDescription, DagDescription, OperatorDescription } from "../model/dag/dag-description.ts";
import {
  type DagModel,
  modelVersion,
  type TaskModel,
  type TaskOptionsModel,
} from "../model/dag/dag-model.ts";
import { producersOf } from "../model/expression/expression.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import type { Position } from "../model/problem.ts";
import { type AnyAsset, assetsOf } from "./asset.ts";
import type { Dag } from "./dag.ts";
import { inSeconds } from "./duration.ts";
import { scheduleModel, taskOptionsModel } from "./options.ts";
import type { Task, TaskDeclaration } from "./task.ts";

/** A module whose default export is not a DAG. */
export class NotADagError extends Error {
  constructor(found: unknown) {
    const what = found === undefined ? "has no default export" : `exports a ${typeof found} by default`;
    super(`The module ${what}. End it with \`export default dag\`, where dag is made by \`new Dag(...)\`.`);
    this.name = "NotADagError";
  }
}

/**
 * Describes the default export of a DAG module.
 *
 * @param locate turns a stack into the position of its first line
 * @throws {NotADagError} when `exported` is not a Dag
 */
export function describeDag(exported: unknown, locate: (stack: string) => Position): DagDescription {
  if (!isDag(exported)) throw new NotADagError(exported);
  const { options, dagId, tasks, declarations, stack } = exported;
  const wired = new Set(tasks.map((task) => task.declaration));
  const own = new Set<Task>(tasks);
  const model = definedOnly<DagModel>({
    modelVersion,
    dagId,
    displayName: options.displayName,
    description: options.description,
    doc: options.doc,
    position: locate(stack),
    schedule: scheduleModel(options.schedule ?? null),
    startDate: options.startDate,
    endDate: options.endDate,
    timezone: options.timezone ?? "UTC",
    catchup: options.catchup ?? false,
    maxActiveRuns: options.maxActiveRuns ?? 16,
    maxActiveTasks: options.maxActiveTasks,
    dagrunTimeout: options.dagrunTimeout && inSeconds(options.dagrunTimeout),
    tags: [...(options.tags ?? [])],
    defaults: definedOnly(taskOptionsModel(options.defaults ?? {})),
    params: paramSchemas(options.params),
    tasks: tasks.map((task) => taskModel(task, locate)),
  });
  return {
    model,
    unwired: declarations
      .filter((declaration) => !wired.has(declaration))
      .map((declaration) => ({ taskId: declaration.taskId, position: locate(declaration.stack) })),
    assets: assetsNamed(exported).map((asset) => assetDescription(asset, locate)),
    operators: Object.fromEntries(tasks.map((task) => [task.taskId, operatorDescription(task.declaration)])),
    strangers: tasks.flatMap((task) =>
      [...task.upstream]
        .filter((upstream) => !own.has(upstream))
        .map((upstream) => ({ taskId: upstream.taskId, usedBy: task.taskId })),
    ),
  };
}

/** Duck-typed: a bundle may hold another copy of the class. */
function isDag(value: unknown): value is Dag {
  return typeof value === "object" && value !== null && "dagId" in value && "declarations" in value;
}

function taskModel(task: Task, locate: (stack: string) => Position): TaskModel {
  const { operator, options, stack } = task.declaration;
  const { input, connections } = task.wiring;
  const upstream = new Set([...producersOf(input), ...[...task.upstream].map(({ taskId }) => taskId)]);
  return definedOnly<TaskModel>({
    taskId: task.taskId,
    kind: operator ? "node" : "empty",
    operatorName: operator?.name ?? "EmptyOperator",
    displayName: options.displayName,
    doc: options.doc,
    position: locate(stack),
    options: definedOnly<TaskOptionsModel>(taskOptionsModel(options)),
    upstream: [...upstream],
    input,
    inputSchema: jsonSchema(operator?.input, "input"),
    connections: { ...connections },
    inlets: (options.inlets ?? []).map(({ uri }) => uri),
    outlets: (options.outlets ?? []).map(({ uri }) => uri),
  });
}

/** Each asset of the schedule and of the tasks, once. */
function assetsNamed({ options: { schedule }, tasks }: Dag): AnyAsset[] {
  const scheduled =
    typeof schedule === "object" && schedule !== null && "kind" in schedule ? assetsOf(schedule) : [];
  const options = tasks.map((task) => task.declaration.options);
  return [
    ...new Set([
      ...scheduled,
      ...options.flatMap(({ inlets = [], outlets = [] }) => [...inlets, ...outlets]),
    ]),
  ];
}

function assetDescription(
  { uri, schema, stack }: AnyAsset,
  locate: (stack: string) => Position,
): AssetDescription {
  return { uri, schema: schema ? jsonSchema(schema, "input") : null, position: locate(stack) };
}

function operatorDescription({ operator }: TaskDeclaration): OperatorDescription {
  return {
    connections: Object.keys(operator?.connections ?? {}),
    outputSchema: operator?.output ? jsonSchema(operator.output, "output") : null,
  };
}

function paramSchemas(params: z.core.$ZodObject | undefined): Record<string, JsonSchema> {
  if (!params) return {};
  const { shape } = params._zod.def;
  return Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, jsonSchema(schema, "input")]),
  );
}

/** What JSON Schema cannot say (a transform, a refinement) is left out: the operator's own schema still checks it. */
function jsonSchema(schema: z.core.$ZodType | undefined, io: "input" | "output"): JsonSchema {
  if (!schema) return {};
  const { $schema: _, "~standard": __, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return JSON.parse(JSON.stringify(rest));
}

type WithUndefined<T> = { [K in keyof T]: T[K] | undefined };

function definedOnly<T extends object>(value: WithUndefined<T>): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
