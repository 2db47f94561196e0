// Leaves a word on why the task failed, for its callbacks. The log says the same, and more, to people.
import { writeFileSync } from "node:fs";
import { maskedError, plainError, type TaskError } from "../model/run/task-error.ts";
import type { TaskFailure, TaskRequest } from "../model/run/task-protocol.ts";

/** @param request what the process was asked, as text; undefined where a person started it */
export async function noteFailure(request: string | undefined, thrown: unknown): Promise<void> {
  const asked = read(request);
  if (!asked) return;
  const [{ Masker }, { taskError }] = await Promise.all([
    import("../model/secrets/masker.ts"),
    import("./task-error.ts"),
  ]);
  const masker = new Masker({ connections: Object.values(asked.connections) });
  write(asked, maskedError(taskError(thrown), masker));
}

/** The same at once, for who has no time left. */
export function noteEnd(request: string | undefined, message: string): void {
  const asked = read(request);
  if (asked) write(asked, plainError("Error", message));
}

function write({ outcomeFile }: TaskRequest, error: TaskError): void {
  const failure: TaskFailure = { kind: "error", error };
  try {
    // Exclusively: no file that somebody else put there is used, nor what was said first replaced.
    writeFileSync(outcomeFile, JSON.stringify(failure), { flag: "wx", mode: 0o600 });
  } catch {
    // The task failed anyway, and its log says why.
  }
}

/** Undefined where nobody waits for a word: a person's request, or a callback's. */
function read(request: string | undefined): TaskRequest | undefined {
  try {
    const asked = JSON.parse(request ?? "null") as TaskRequest | null;
    return typeof asked?.outcomeFile === "string" ? asked : undefined;
  } catch {
    return undefined;
  }
}
