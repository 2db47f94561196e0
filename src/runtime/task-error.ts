// Says of what was thrown what callbacks are told: type, message, where in the TypeScript, and what caused it.
import { inspect } from "node:util";
import { plainError, type TaskError } from "../model/run/task-error.ts";
import { sourceStack } from "./source-stack.ts";

/** Of a cause's cause: nobody reads more. */
const deepest = 5;

/** Of one error: the innermost places are those that matter. */
const mostFrames = 20;

/** Of one text: Airflow keeps it in its database, and somebody reads it in a message. */
const longest = 4_000;

export function taskError(thrown: unknown, depth = 1): TaskError {
  if (!(thrown instanceof Error)) return plainError("Error", plain(`${inspect(thrown)} was thrown.`));
  const { name, message, cause } = thrown;
  return {
    type: plain(name),
    message: plain(message),
    frames: framesOf(thrown).map(plain),
    cause: cause === undefined || depth === deepest ? null : taskError(cause, depth + 1),
  };
}

function framesOf(error: Error): string[] {
  const lines = sourceStack(error).split("\n");
  return lines.flatMap((line) => /^\s+at (.*)$/.exec(line)?.[1] ?? []).slice(0, mostFrames);
}

/** Neither Airflow's log nor its database takes the rest of what JavaScript takes for text. */
function plain(text: string): string {
  return text.slice(0, longest).replaceAll(/[\0\p{Surrogate}]/gu, "\u{fffd}");
}
