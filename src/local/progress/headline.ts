// The first line: what is about to run.
import type { Colors, ProgressOptions } from "./progress.ts";

/** `user-s3-to-redshift: 23 runs, 2021-07-02 to 2021-07-24, at most 2 tasks at once` */
export function headline({ dag, runs, jobs }: ProgressOptions, colors: Colors): string {
  const { total, kept, first, last } = runs;
  const range = first === last ? `for ${first}` : `${first} to ${last}`;
  const count = total === 1 ? "1 run" : `${total} runs`;
  const done = kept > 0 ? `, ${kept} done before` : "";
  const limit = jobs === 1 ? "one task at a time" : `at most ${jobs} tasks at once`;
  return `${colors.bold(dag.dagId)}: ${count}, ${range}${done}, ${limit}`;
}
