// The contract between authoring and everything else: a DAG as plain JSON, without code.
import * as z from "zod";
import { Position } from "../problem.ts";
import { dagOptions } from "./dag-options.ts";
import { shapeOf } from "./option.ts";
import { TaskModel } from "./task-model.ts";

/** Rises whenever a reader of an older model would misunderstand a newer one. */
export const modelVersion = 3;

export const DagModel = z.object({
  modelVersion: z.literal(modelVersion),
  dagId: z.string(),
  position: Position,
  ...shapeOf(dagOptions),
  tasks: z.array(TaskModel),
});
export type DagModel = z.infer<typeof DagModel>;
