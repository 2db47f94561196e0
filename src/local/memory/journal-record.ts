// The lines of a journal.
import * as z from "zod";
import type { JsonValue } from "../../model/json.ts";
import { endStates } from "../../model/run/end-state.ts";
import type { BeginLine, TaskLine } from "../../model/run/journal-line.ts";

const Json: z.ZodType<JsonValue> = z.json();

/** A runner begins these tasks of these runs afresh. */
const BeginRecord = z.object({
  kind: z.literal("begin"),
  at: z.string(),
  runIds: z.array(z.string()),
  taskIds: z.array(z.string()),
  params: z.record(z.string(), Json),
  /** What triggered the runs; absent when no asset did. */
  assetEvents: z.record(z.string(), z.array(Json).readonly()).optional(),
}) satisfies z.ZodType<BeginLine>;
export type BeginRecord = z.infer<typeof BeginRecord>;

const TaskRecord = z.object({
  kind: z.literal("task"),
  at: z.string(),
  runId: z.string(),
  taskId: z.string(),
  state: z.enum(endStates),
  tries: z.number(),
  durationMs: z.number(),
  /** What it returned; only after a success. */
  value: Json.optional(),
  /** Why it was skipped or failed; absent when the trigger rule decided. */
  reason: z.string().optional(),
}) satisfies z.ZodType<TaskLine>;
export type TaskRecord = z.infer<typeof TaskRecord>;

const RunRecord = z.object({
  kind: z.literal("run"),
  at: z.string(),
  runId: z.string(),
  state: z.enum(["success", "failed"]),
});

export const JournalRecord = z.discriminatedUnion("kind", [BeginRecord, TaskRecord, RunRecord]);
export type JournalRecord = z.infer<typeof JournalRecord>;
