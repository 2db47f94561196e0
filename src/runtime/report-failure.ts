// Prints why a task failed: the message, then where in the TypeScript, then what caused it.
import { inspect } from "node:util";
import { UserError } from "../model/errors.ts";
import type { Logger } from "../sdk/logger.ts";

/** Of a cause's cause, and of the parts of a part: nobody reads more. */
const deepest = 20;

/**
 * Writes what was thrown to the log, with its causes and, of an AggregateError, its parts.
 *
 * @param intro says how it came to that, if not by the task's code throwing it
 */
export async function reportFailure(log: Logger, thrown: unknown, intro = ""): Promise<void> {
  log.error(intro + (await describe(thrown, [])));
}

/** @param above what this is a cause or a part of */
async function describe(thrown: unknown, above: readonly unknown[]): Promise<string> {
  if (!(thrown instanceof Error)) return above.length > 0 ? inspect(thrown) : describeStranger(thrown);
  if (above.includes(thrown)) return `${thrown.name}: ${thrown.message} (the same as above)`;
  if (above.length === deepest) return `${thrown.name}: ${thrown.message} (and what caused that)`;
  const within = [...above, thrown];
  const lines = [await placeOf(thrown)];
  if (thrown instanceof AggregateError) {
    for (const [index, part] of thrown.errors.entries()) {
      const text = `${index + 1} of ${thrown.errors.length}: ${await describe(part, within)}`;
      lines.push(`  ${text.replaceAll("\n", "\n  ")}`);
    }
  }
  if (thrown.cause !== undefined) lines.push(`Caused by ${await describe(thrown.cause, within)}`);
  return lines.join("\n");
}

async function placeOf(error: Error): Promise<string> {
  if (saysAll(error)) return error.message;
  const { sourceStack } = await import("./source-stack.ts");
  return sourceStack(error);
}

/** Where such an error was made is of no use to a reader. */
function saysAll(error: Error): boolean {
  // By name: a bundle may hold a second copy of the class.
  return error instanceof UserError || error.name === "AirflowFailException";
}

function describeStranger(thrown: unknown): string {
  return `${inspect(thrown)} was thrown, which is no Error, so nobody knows where. Throw an Error: new Error("...").`;
}
