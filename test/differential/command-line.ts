// The command line of the differential run.
import { cac } from "cac";
import * as z from "zod";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { readOptions } from "../read-options.ts";

const Options = z
  .object({
    graphs: z.int().min(1),
    seed: z.int().min(0),
    first: z.int().min(0),
    airflow: z.coerce.string().pipe(z.enum(airflowVersions)).optional(),
  })
  .refine(({ graphs, first }) => first < graphs, {
    path: ["first"],
    message: "there are no more graphs then",
  });
export type DifferentialOptions = z.infer<typeof Options>;

const about =
  "Makes graphs by chance, of tasks and groups, mapped ones as well, branches, setups, trigger rules, retries, skips and " +
  "failures; builds them, runs them in real Airflows and in the local runner, and compares the states, tries and outputs " +
  "of all task instances and the ends of the runs. Of one that differs, it looks for the smallest that does.";

/** @returns null when help was asked for; @throws Error when the command line makes no sense */
export function readCommandLine(args: readonly string[]): DifferentialOptions | null {
  const program = cac("npm run differential --")
    .usage("[options]")
    .option("--graphs <number>", "How many", { default: 1000 })
    .option("--seed <number>", "Repeats the graphs of an earlier run", {
      default: Math.floor(Math.random() * 1_000_000),
    })
    .option("--first <number>", "Begin at this one of them, counted from 0: go on, or share the work", {
      default: 0,
    })
    .option("--airflow <version>", `${airflowVersions.join(" or ")}; both unless given`)
    .help(([, ...sections]) => [{ body: about }, ...sections]);
  return readOptions(program, args, Options);
}
