// Reads the command line of a long run that people start by hand.
import type { CAC } from "cac";
import * as z from "zod";

/** @returns null when help was asked for; @throws Error when the command line makes no sense */
export function readOptions<Options extends z.ZodType>(
  program: CAC,
  args: readonly string[],
  schema: Options,
): z.output<Options> | null {
  const { options } = program.parse(["node", "main.ts", ...args], { run: false });
  if (options.help) return null;
  program.globalCommand.checkUnknownOptions();
  program.globalCommand.checkOptionValue();
  program.globalCommand.checkUnusedArgs();
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new Error(z.prettifyError(parsed.error));
}
