// `windsock run`: reads the command line and hands over to the local runner.
import { availableParallelism } from "node:os";
import { loadProject } from "../compiler/config/load-project.ts";
import { runDag } from "../local/run-dag.ts";
import { UsageError } from "../model/errors.ts";
import { buildIfStale } from "./build-if-stale.ts";
import { number, type Options, text, texts } from "./options.ts";
import { timeLimitOf } from "./time-limit.ts";

/** @returns the exit code */
export async function runCommand(dagId: string, options: Options): Promise<number> {
  const jobs = number(options, "jobs", "--jobs", 1) ?? availableParallelism();
  if (!Number.isInteger(jobs)) throw new UsageError(`--jobs ${jobs} is not a whole number.`);
  const project = await loadProject(process.cwd());
  if (options.build === false) await (await import("./warn-if-stale.ts")).warnIfStale(project);
  else await buildIfStale(project, dagId, timeLimitOf({}));
  return await runDag(
    {
      dagId,
      from: text(options, "from"),
      to: text(options, "to"),
      tasks: texts(options, "task"),
      params: texts(options, "param"),
      jobs,
      trigger: options.trigger !== false,
      resume: options.resume === true,
      retryDelay: number(options, "retryDelay", "--retry-delay", 0),
    },
    { project, env: process.env, stdout: process.stdout },
  );
}
