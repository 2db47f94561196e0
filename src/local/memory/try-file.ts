// What a try of a task was given and what came of it, beside its log: for people to look at, so without secrets.
import * as z from "zod";
import type { JsonValue } from "../../model/json.ts";
import { maskedJson } from "../../model/secrets/masked-json.ts";
import type { Masker } from "../../model/secrets/masker.ts";
import { LineFile } from "../../system/line-file.ts";
import type { TryResult } from "../schedule/try-result.ts";
import { RecordTail } from "./record-tail.ts";

/** How a try ends that does not go on later. */
type Ended = Exclude<TryResult, { readonly kind: "reschedule" }>;

const Shown = z.object({ value: z.json() as z.ZodType<JsonValue>, isCut: z.boolean() });

const BeganRecord = z.object({
  kind: z.literal("began"),
  at: z.string(),
  /** As rendered. */
  input: Shown,
});

const EndedRecord = z.object({
  kind: z.literal("ended"),
  at: z.string(),
  result: z.enum(["success", "skip", "fail", "error", "stopped"] satisfies Ended["kind"][]),
  reason: z.string().optional(),
  /** What it returned; only after a success. */
  output: Shown.optional(),
});

const TryFileRecord = z.discriminatedUnion("kind", [BeganRecord, EndedRecord]);

/** Null is what the try, or its runner, did not come to. */
export interface TryMemory {
  readonly began: z.infer<typeof BeganRecord> | null;
  readonly ended: z.infer<typeof EndedRecord> | null;
}

/** Where it lies, for a log. */
function tryFileOf(logFile: string): string {
  return logFile.replace(/\.log$/, ".jsonl");
}

/** Keeps one try, a line when it begins and a line when it ends. Nothing depends on it: a full disk may lose it. */
export class TryFile {
  readonly #lines: LineFile;
  readonly #masker: Pick<Masker, "text">;

  /** @param maskers all of them are applied */
  constructor(logFile: string, maskers: readonly Pick<Masker, "text">[]) {
    this.#lines = new LineFile(tryFileOf(logFile));
    this.#masker = { text: (text) => maskers.reduce((shown, masker) => masker.text(shown), text) };
  }

  began(input: JsonValue): void {
    this.#append({ kind: "began", at: now(), input: maskedJson(input, this.#masker) });
  }

  ended(result: TryResult): void {
    if (result.kind === "reschedule") return;
    this.#append({
      kind: "ended",
      at: now(),
      result: result.kind,
      ...("reason" in result && { reason: result.reason }),
      ...(result.kind === "success" && { output: maskedJson(result.value, this.#masker) }),
    });
  }

  #append(record: z.infer<typeof TryFileRecord>): void {
    try {
      this.#lines.append(JSON.stringify(record));
    } catch {
      // The journal, which matters, says that the disk is full.
    }
  }
}

/** What is kept of the try with this log. */
export function readTry(logFile: string): TryMemory {
  const { records } = new RecordTail(tryFileOf(logFile), TryFileRecord, "a record of a try").read();
  let memory: TryMemory = { began: null, ended: null };
  for (const record of records) memory = { ...memory, [record.kind]: record };
  return memory;
}

function now(): string {
  return new Date().toISOString();
}
