// Reads what a task's process reports at its end.
import { readFileSync } from "node:fs";
import * as z from "zod";
import type { TaskError } from "../../model/run/task-error.ts";
import type { OutletUpdate, PokeOutcome, TaskFailure } from "../../model/run/task-protocol.ts";
import type { PokeResult } from "../schedule/try-result.ts";

const ErrorSchema: z.ZodType<TaskError> = z.object({
  type: z.string(),
  message: z.string(),
  frames: z.array(z.string()),
  get cause() {
    return ErrorSchema.nullable();
  },
});

const Failure: z.ZodType<TaskFailure> = z.object({ kind: z.literal("error"), error: ErrorSchema });

const Update: z.ZodType<OutletUpdate> = z.object({
  outlet: z.string(),
  asset: z
    .object({
      uri: z.string(),
      name: z.string().optional(),
      extra: z.record(z.string(), z.json()).optional(),
    })
    .optional(),
  extra: z.json(),
});

const Outcome: z.ZodType<PokeOutcome> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("success"),
    value: z.json(),
    updates: z.array(Update).optional(),
    variables: z.record(z.string(), z.string().nullable()).optional(),
  }),
  z.object({ kind: z.literal("not_done") }),
  z.object({ kind: z.literal("skip"), reason: z.string() }),
  z.object({ kind: z.literal("fail"), reason: z.string(), error: ErrorSchema.optional() }),
]);

export const unreadableOutcome = {
  kind: "error",
  reason: "its outcome cannot be read: it is not what the task protocol asks for",
} as const;

/** Why a process failed that ended with another code, as far as it has said so. */
export function readFailure(file: string): TaskError | undefined {
  try {
    return Failure.parse(JSON.parse(readFileSync(file, "utf8"))).error;
  } catch {
    return undefined;
  }
}

/** The outcome of a process that ended with code 0; without a valid one the try has failed. */
export function readOutcome(file: string): PokeResult {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return { kind: "error", reason: "its process ended without an outcome, although with exit code 0" };
  }
  try {
    return Outcome.parse(JSON.parse(text));
  } catch {
    return unreadableOutcome;
  }
}
