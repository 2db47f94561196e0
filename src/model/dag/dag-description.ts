// What evaluating a DAG module yields: the DAG's model, and what only validation needs to know about it.
import * as z from "zod";
import { JsonSchema } from "../json-schema.ts";
import { Part, Position } from "../problem.ts";
import { keyOf } from "./asset.ts";
import { outletSchema } from "./asset-schema.ts";
import { DagModel } from "./dag-model.ts";

export const OperatorDescription = z.object({
  /** Names of the connections the operator needs. */
  connections: z.array(z.string()),
});
export type OperatorDescription = z.infer<typeof OperatorDescription>;

/** An asset or an alias that a DAG names anywhere. */
export const AssetDescription = z.object({
  asset: outletSchema,
  /** As its author wrote it; null where it has a name alone, as an alias has. */
  uri: z.string().nullable(),
  /** JSON Schema of what its events carry; null when nothing is known of it. */
  schema: JsonSchema.nullable(),
  position: Position,
});
export type AssetDescription = z.infer<typeof AssetDescription>;

/** JSON Schemas of what the events of assets carry, by key; of none that may carry anything. */
export type EventSchemas = Readonly<Record<string, JsonSchema>>;

export function eventSchemas(assets: readonly AssetDescription[]): EventSchemas {
  return Object.fromEntries(assets.flatMap(({ asset, schema }) => (schema ? [[keyOf(asset), schema]] : [])));
}

export const DagDescription = z.object({
  model: DagModel,
  /** By task id. */
  operators: z.record(z.string(), OperatorDescription),
  assets: z.array(AssetDescription),
  /** Why the schema of a param does not take its own default, by the param's name. */
  refusedDefaults: z.record(z.string(), z.string()),
  /** Tasks declared whose factory was never called. */
  unwired: z.array(z.object({ taskId: z.string(), position: Position })),
  /** What was said of the DAG, a task or a group and cannot be; it is not in the model. */
  misused: z.array(
    z.object({
      /** Of what it was said, as a sentence begins: `Task "load"`. */
      subject: z.string(),
      position: Position,
      part: Part,
      /** In words that follow the subject. */
      problem: z.string(),
    }),
  ),
  /** Tasks and groups of another DAG that a task or group of this one has to do with. */
  strangers: z.array(
    z.object({
      nodeId: z.string(),
      usedBy: z.string(),
      how: z.enum(["comes after", "decides about", "is around"]),
    }),
  ),
});
export type DagDescription = z.infer<typeof DagDescription>;
