// The contract between authoring and everything else: a DAG as plain JSON, without code.
import * as z from "zod";
import { Position } from "../problem.ts";
import { dagOptions } from "./dag-options.ts";
import { shapeOf } from "./option.ts";
import { NodeEdge, TaskGroupModel } from "./task-group.ts";
import { TaskModel } from "./task-model.ts";

/** Rises whenever a reader of an older model would misunderstand a newer one. */
export const modelVersion = 5;

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
});
export type DagModel = z.infer<typeof DagModel>;
