// The command line of the torture run.
import { cac } from "cac";
import * as z from "zod";
import { readOptions } from "../read-options.ts";

const Options = z.object({
  kills: z.int().min(1),
  seed: z.int().min(0),
  store: z.enum(["fs", "s3"]).optional(),
  window: z.int().min(1).optional(),
  days: z.int().min(2).max(23),
});
export type TortureOptions = z.infer<typeof Options>;

const about =
  "Kills the runner of user-s3-to-redshift again and again while it works on the 23 days, some of them with a clock " +
  "that is days off, some while another one waits in a container, and compares every object and row with those of a " +
  "run that nobody disturbed.";

/** @returns null when help was asked for; @throws Error when the command line makes no sense */
export function readCommandLine(args: readonly string[]): TortureOptions | null {
  const program = cac("npm run torture --")
    .usage("[options]")
    .option("--kills <number>", "How many", { default: 1000 })
    .option("--seed <number>", "Repeats the moments of an earlier run", {
      default: Math.floor(Math.random() * 1_000_000),
    })
    .option("--store <kind>", "fs or s3 (moto, with a PostgreSQL); half of the kills each unless given")
    .option("--days <number>", "Works on the first days only: each kill takes less time", { default: 23 })
    .option("--window <ms>", "Latest moment of a kill, after the start; measured unless given")
    .help(([, ...sections]) => [{ body: about }, ...sections]);
  return readOptions(program, args, Options);
}
