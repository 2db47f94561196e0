// The contract between authoring and everything else: a DAG as plain JSON, without code.
import * as z from "zod";
import { Position } from "../problem.ts";
import { CallbackCodeModel } from "./callback.ts";
import { dagOptions } from "./dag-options.ts";
import { EdgeLabel } from "./edge-label.ts";
import { shapeOf } from "./option.ts";
import { NodeEdge, TaskGroupModel } from "./task-group.ts";
import { TaskModel } from "./task-model.ts";

/** Rises whenever a reader of an older model would misunderstand a newer one. */
export const modelVersion = 8;

export const DagModel = z.object({
  modelVersion: z.literal(modelVersion),
  dagId: z.string(),
  position: Position,
  ...shapeOf(dagOptions),
  tasks: z.array(TaskModel),
  /** Each after the group it is in. */
  groups: z.array(TaskGroupModel),
  /** What was said of groups; tasks have it in their `upstream`, too. Those between inner nodes come first. */
  groupEdges: z.array(NodeEdge),
  /** What is written on edges, of tasks or of groups. */
  edgeLabels: z.array(EdgeLabel),
  /** The code of all callbacks of the DAG, its groups and its tasks. */
  callbacks: z.array(CallbackCodeModel),
});
export type DagModel = z.infer<typeof DagModel>;
