// Prints why a task failed: the message, then where in the TypeScript, then what caused it.
import { UserError } from "../model/errors.ts";
import type { Logger } from "../sdk/logger.ts";

/** Writes the error and its causes to the log. */
export async function reportFailure(log: Logger, thrown: unknown): Promise<void> {
  const lines: string[] = [];
  for (
    let error: unknown = thrown;
    error !== undefined;
    error = error instanceof Error ? error.cause : undefined
  ) {
    const text = await describe(error);
    lines.push(lines.length === 0 ? text : `Caused by ${text}`);
  }
  log.error(lines.join("\n"));
}

async function describe(error: unknown): Promise<string> {
  if (!(error instanceof Error)) return String(error);
  if (saysAll(error)) return error.message;
  const { sourceStack } = await import("./source-stack.ts");
  return sourceStack(error);
}

/** Where such an error was made is of no use to a reader. */
function saysAll(error: Error): boolean {
  // By name: a bundle may hold a second copy of the class.
  return error instanceof UserError || error.name === "AirflowFailException";
}
