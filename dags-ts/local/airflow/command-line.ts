// The command line of `npm run airflow`.
import { cac } from "cac";
import * as z from "zod";
import { airflowVersions } from "./environment.ts";

/** A command line that makes no sense. The message says what is wrong with it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message} See: npm run airflow -- --help`);
    this.name = "UsageError";
  }
}

const Options = z.object({
  // A number on the command line loses its last zero; versions such as 3.10 are text.
  version: z.enum(airflowVersions, `must be ${airflowVersions.join(" or ")}`).default(airflowVersions[0]),
  port: z.coerce
    .number("must be a number")
    .int("must be a whole number")
    .min(1024, "must be 1024 or more")
    .max(65_535, "must be 65535 or less")
    .default(8080),
});

export type CommandLine = z.output<typeof Options>;

/**
 * Reads the arguments that follow the program's name. When they ask for help, prints it and returns null.
 *
 * @throws {UsageError}
 */
export function readCommandLine(args: readonly string[]): CommandLine | null {
  const program = cac("npm run airflow --")
    .usage("[options]")
    .option("--version <version>", `Airflow's version: ${airflowVersions.join(" or ")}`, {
      default: airflowVersions[0],
    })
    .option("--port <port>", "Port of the web UI, on this machine only", { default: 8080 })
    .help(([, ...sections]) => [
      { body: "Runs the pipeline in a real Airflow on this machine." },
      ...sections,
    ]);
  try {
    const { options } = program.parse(["node", "main.ts", ...args], { run: false });
    if (options.help) return null;
    program.globalCommand.checkUnknownOptions();
    program.globalCommand.checkOptionValue();
    program.globalCommand.checkUnusedArgs();
    return Options.parse({ version: String(options.version), port: options.port });
  } catch (error) {
    throw new UsageError(problemOf(error));
  }
}

function problemOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return `${error instanceof Error ? error.message : String(error)}.`;
  return error.issues.map(({ path: [name], message }) => `--${String(name)} ${message}.`).join(" ");
}
