// Tells a person what went wrong, and the shell how bad it is.
import { BuildError } from "../model/build-error.ts";
import { UsageError, UserError, usageText } from "../model/errors.ts";
import { findProject } from "../model/project.ts";
import { exitCodes } from "../model/run/task-protocol.ts";

/** Says what is wrong with the command line. @returns the exit code */
export function reportUsage(message: string, command?: string): number {
  console.error(usageText(message, command === undefined ? "windsock" : `windsock ${command}`));
  return exitCodes.usage;
}

/** An error people can act on is shown as its message; any other one with its stack. @returns the exit code */
export async function reportError(error: unknown, command?: string): Promise<number> {
  if (error instanceof UsageError) return reportUsage(error.message, command);
  // cac does not export its error class.
  if (error instanceof Error && error.name === "CACError")
    return reportUsage(sentence(error.message), command);
  if (error instanceof BuildError) return await reportProblems(error);
  console.error(error instanceof UserError ? error.message : error);
  return exitCodes.failed;
}

/** Problems of the user's own code, with their places. @returns the exit code */
export async function reportProblems({ problems }: BuildError): Promise<number> {
  const { formatProblems } = await import("../compiler/check/format-problems.ts");
  console.error(formatProblems(findProject(process.cwd()).folder, problems));
  return exitCodes.failed;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
