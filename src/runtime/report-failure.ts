// Prints why a task failed: the message, then where in the TypeScript, then what caused it.
import type { Logger } from "../sdk/logger.ts";
import { sourceStack } from "./source-stack.ts";

/** Errors that say all there is to say; where they were made is of no use to a reader. */
const selfExplaining = ["AirflowFailException", "MissingValueError", "ConnectionFormatError", "UsageError"];

/** Writes the error and its causes to the log. */
export function reportFailure(log: Logger, thrown: unknown): void {
  const lines: string[] = [];
  for (
    let error: unknown = thrown;
    error !== undefined;
    error = error instanceof Error ? error.cause : undefined
  ) {
    lines.push(lines.length === 0 ? describe(error) : `Caused by ${describe(error)}`);
  }
  log.error(lines.join("\n"));
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return selfExplaining.includes(error.name) ? error.message : sourceStack(error);
}
