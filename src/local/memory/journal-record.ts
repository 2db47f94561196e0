// The lines of a journal.
import * as z from "zod";
import type { JsonValue } from "../../model/json.ts";
import { endStates } from "../../model/run/end-state.ts";
import type { BeginLine, TaskLine } from "../../model/run/journal-line.ts";

/** Of the instance of a mapped task; absent of all others. */
const mapIndex = z.number().int().nonnegative().optional();

const Json: z.ZodType<JsonValue> = z.json();

/** A runner begins these tasks of these runs afresh. */
const BeginRecord = z.object({
  kind: z.literal("begin"),
  at: z.string(),
  /** The file's name may be an abridgement; absent in journals of earlier releases. */
  dagId: z.string().optional(),
  /** The process that runs them, as process-name.ts writes it; absent in journals of earlier releases. */
  runner: z.string().optional(),
  runIds: z.array(z.string()),
  taskIds: z.array(z.string()),
  params: z.record(z.string(), Json),
  /** What triggered the runs; absent when no asset did. */
  assetEvents: z.record(z.string(), z.array(Json).readonly()).optional(),
}) satisfies z.ZodType<BeginLine>;
export type BeginRecord = z.infer<typeof BeginRecord>;

/** A run's first task may start from here on. */
const StartRecord = z.object({
  kind: z.literal("start"),
  at: z.string(),
  runner: z.string(),
  runId: z.string(),
  dataIntervalStart: z.string().nullable(),
  dataIntervalEnd: z.string().nullable(),
});
export type StartRecord = z.infer<typeof StartRecord>;

/** A try began; what came of it is in a later record, unless the runner was stopped or died. */
const TryRecord = z.object({
  kind: z.literal("try"),
  at: z.string(),
  runId: z.string(),
  taskId: z.string(),
  mapIndex,
  /** Counts from 1 for each runner. */
  tryNumber: z.number(),
});
export type TryRecord = z.infer<typeof TryRecord>;

/** A try failed, and another one follows. */
const RetryRecord = z.object({
  kind: z.literal("retry"),
  at: z.string(),
  runId: z.string(),
  taskId: z.string(),
  mapIndex,
  reason: z.string(),
});
export type RetryRecord = z.infer<typeof RetryRecord>;

const TaskRecord = z.object({
  kind: z.literal("task"),
  at: z.string(),
  runId: z.string(),
  taskId: z.string(),
  mapIndex,
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
export type RunRecord = z.infer<typeof RunRecord>;

export const JournalRecord = z.discriminatedUnion("kind", [
  BeginRecord,
  StartRecord,
  TryRecord,
  RetryRecord,
  TaskRecord,
  RunRecord,
]);
export type JournalRecord = z.infer<typeof JournalRecord>;
