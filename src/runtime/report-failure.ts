// Prints why a task failed: the message, then where in the TypeScript, then what caused it.
import { UserError } from "../model/errors.ts";
import type { Logger } from "../sdk/logger.ts";
import { sourceStack } from "./source-stack.ts";

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
  return saysAll(error) ? error.message : sourceStack(error);
}

/** Where such an error was made is of no use to a reader. */
function saysAll(error: Error): boolean {
  // By name: a bundle may hold a second copy of the class.
  return error instanceof UserError || error.name === "AirflowFailException";
}
