// The command line of `npm run bench`.
import { cac } from "cac";
import * as z from "zod";

/** A command line that makes no sense. The message says what is wrong with it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message} See: npm run bench -- --help`);
    this.name = "UsageError";
  }
}

export interface CommandLine {
  readonly parts: readonly string[];
  readonly quick: boolean;
  readonly repetitions: number;
  readonly checkBounds: boolean;
}

const about = `Runs the clean step, the task bundles and the compiler beside their peers, on the same inputs and in turn.

Every part fails when two programs do not agree on a single figure or byte. How fast they are fails nothing, unless
--check-bounds asks for it. A run without --quick writes docs/benchmarks.md, keeping what other parts said last time.
Inputs are made once, in out/bench; peers get a Python environment of their own there.`;

/** The parts that only run when they are asked for, by the options that do so. */
const optionalParts = {
  memory: ["memory"],
  hundred: ["hundred"],
  airflow: ["airflow-tasks", "airflow-mapped", "airflow-backfill"],
};

/**
 * Reads the arguments that follow the program's name. When they ask for help, prints it and returns null.
 *
 * @param parts the names of all parts
 * @throws {UsageError}
 */
export function readCommandLine(args: readonly string[], parts: readonly string[]): CommandLine | null {
  const program = cac("npm run bench --")
    .usage("[options]")
    .option("--only <part>", `Run this part only, may be repeated: ${parts.join(", ")}`)
    .option("--memory", "Run the memory curve, from 1 MB to 4 GB, as well")
    .option("--hundred", "Report on 100 million searches as well: half an hour, 10 GB of disk")
    .option("--airflow", "Run DAGs in real Airflows as well, which takes two hours")
    .option("--quick", "Small inputs and one round: proves that everything works, in a minute")
    .option("--repetitions <n>", "Rounds; medians are reported (default: 5, with --quick 1)")
    .option("--check-bounds", "End with exit code 1 when a promised ratio is missed")
    .help(([, ...sections]) => [{ body: about }, ...sections]);
  try {
    const { options } = program.parse(["node", "main.ts", ...args], { run: false });
    if (options.help) return null;
    program.globalCommand.checkUnknownOptions();
    program.globalCommand.checkOptionValue();
    program.globalCommand.checkUnusedArgs();
    return checkOptions(options, parts);
  } catch (error) {
    throw new UsageError(problemOf(error));
  }
}

function checkOptions(given: Readonly<Record<string, unknown>>, parts: readonly string[]): CommandLine {
  const part = z.enum(parts, `must be one of ${parts.join(", ")}`);
  const { only, quick, repetitions, checkBounds, ...optional } = z
    .object({
      only: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(part)),
      memory: z.boolean().default(false),
      hundred: z.boolean().default(false),
      airflow: z.boolean().default(false),
      quick: z.boolean().default(false),
      repetitions: z.int("must be a whole number").min(1, "must be 1 or more").optional(),
      checkBounds: z.boolean().default(false),
    })
    .parse(given);
  const isOptional = (name: string) => Object.values(optionalParts).flat().includes(name);
  const chosen = only.length > 0 ? only : parts.filter((name) => !isOptional(name));
  const added = Object.entries(optionalParts).flatMap(([option, names]) =>
    optional[option as keyof typeof optional] ? names : [],
  );
  return {
    parts: [...new Set([...chosen, ...added])],
    quick,
    repetitions: repetitions ?? (quick ? 1 : 5),
    checkBounds,
  };
}

function problemOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return `${error instanceof Error ? error.message : String(error)}.`;
  return error.issues.map(({ path: [name], message }) => `--${String(name)} ${message}.`).join(" ");
}
