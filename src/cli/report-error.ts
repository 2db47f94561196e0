// Tells a person what went wrong, and the shell how bad it is.
import { UsageError, UserError, usageText } from "../model/errors.ts";
import { exitCodes } from "../model/run/task-protocol.ts";

/** Says what is wrong with the command line. @returns the exit code */
export function reportUsage(message: string, command?: string): number {
  console.error(usageText(message, command === undefined ? "windsock" : `windsock ${command}`));
  return exitCodes.usage;
}

/** An error people can act on is shown as its message; any other one with its stack. @returns the exit code */
export function reportError(error: unknown, command?: string): number {
  if (error instanceof UsageError) return reportUsage(error.message, command);
  // cac does not export its error class.
  if (error instanceof Error && error.name === "CACError")
    return reportUsage(sentence(error.message), command);
  console.error(error instanceof UserError ? error.message : error);
  return exitCodes.failed;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
