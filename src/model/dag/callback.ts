// Callbacks in the model: which of a DAG's callbacks is called, with what, and for how long at most.
import * as z from "zod";
import type { JsonValue } from "../json.ts";
import { Position } from "../problem.ts";
import type { CallbackContext } from "../run/callback-context.ts";

/**
 * Seconds that a callback may take where it says nothing. Less than Airflow 3 leaves a task's process after its end
 * (`task_success_overtime`, 20 s), and than a DAG processor takes for a file (`dag_file_processor_timeout`, 50 s).
 * `TIME_LIMIT` in python/callbacks.py is its other copy.
 */
export const callbackTimeLimit = 15;

/** A callback where it is set: its code by name, and what it is called with. */
export const CallbackModel = z.object({
  /** Of its code; unique in the DAG. */
  name: z.string(),
  input: z.json() as z.ZodType<JsonValue>,
  /** Connection id by the name the callback gave it. */
  connections: z.record(z.string(), z.string()),
  /** Seconds it may take. */
  timeLimit: z.number(),
});
export type CallbackModel = z.infer<typeof CallbackModel>;

/** Code of callbacks, each of which has a bundle of its own. */
export const CallbackCodeModel = z.object({
  name: z.string(),
  /** Where it is defined, as far as that is in the project; null for a function that is set as it is. */
  position: Position.nullable(),
});
export type CallbackCodeModel = z.infer<typeof CallbackCodeModel>;

/** What a task or a run is when a callback is called. */
export type CallbackState = CallbackContext["state"];
