// The command line of the sample data program: from arguments to checked options.
import path from "node:path";
import { type CAC, cac } from "cac";
import * as z from "zod";
import { type CheckedSampleDataOptions, sampleDataOptions } from "./sample-data-options.ts";

const about = "Writes the source files of the reference pipeline, one a day, unless they are there already.";
const projectFolder = path.resolve(import.meta.dirname, "../../..");

/** A command line that makes no sense. The message says what is wrong with it, one line each. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Reads the arguments that follow the program's name. When they ask for help, prints it and returns null.
 *
 * @throws {UsageError}
 */
export function readCommandLine(args: readonly string[]): CheckedSampleDataOptions | null {
  const program = describeProgram();
  try {
    const { options } = program.parse(["node", "main.ts", ...args], { run: false });
    if (options.help) return null;
    program.globalCommand.checkUnknownOptions();
    program.globalCommand.checkOptionValue();
    program.globalCommand.checkUnusedArgs();
    return sampleDataOptions.parse(options);
  } catch (error) {
    throw new UsageError(problemsOf(error).join("\n"), { cause: error });
  }
}

function describeProgram(): CAC {
  const defaults = sampleDataOptions.parse({ store: path.join(projectFolder, "out/object-store") });
  return cac("npx tsx dags-ts/local/sample-data/main.ts")
    .usage("[options]")
    .option("--store <dir>", "Directory that plays the object store", { default: defaults.store })
    .option("--bucket <name>", "Bucket, a folder of the store", { default: defaults.bucket })
    .option("--from <date>", "First day to write", { default: defaults.from })
    .option("--to <date>", "Last day to write", { default: defaults.to })
    .option("--users-per-day <number>", "Rows of each file", { default: defaults.usersPerDay })
    .option("--seed <number>", "Another seed gives other searches", { default: defaults.seed })
    .option("--format <format>", "zip, gz or csv", { default: defaults.format })
    .option("--force", "Write days again that are there")
    .help(([, ...sections]) => [{ body: about }, ...sections]);
}

function problemsOf(error: unknown): string[] {
  if (!(error instanceof z.ZodError)) return [error instanceof Error ? error.message : String(error)];
  return error.issues.map(({ path: [name], message }) => `--${kebabCase(String(name))} ${message}`);
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
