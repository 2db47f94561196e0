// `windsock run`: reads the command line and hands over to the local runner.
import { availableParallelism } from "node:os";
import { loadProject } from "../compiler/config/load-project.ts";
import { loadDag } from "../local/plan/load-dag.ts";
import { runDag } from "../local/run-dag.ts";
import { BuildError } from "../model/build-error.ts";
import { UsageError } from "../model/errors.ts";
import type { Project } from "../model/project.ts";
import { buildIfStale } from "./build-if-stale.ts";
import { chosenPython } from "./chosen-python.ts";
import { number, type Options, text, texts } from "./options.ts";
import { promptIn } from "./prompt.ts";
import { timeLimitOf } from "./time-limit.ts";

/** @returns the exit code */
export async function runCommand(dagId: string, options: Options): Promise<number> {
  const jobs = number(options, "jobs", "--jobs", 1) ?? availableParallelism();
  if (!Number.isInteger(jobs)) throw new UsageError(`--jobs ${jobs} is not a whole number.`);
  const project = await loadProject(process.cwd());
  if (options.build === false) await (await import("./warn-if-stale.ts")).warnIfStale(project);
  else await buildIfStale(project, dagId, timeLimitOf({}));
  const python = options.python === undefined ? undefined : chosenPython(project, options);
  if (python !== undefined) await refuseOperators(project, dagId, python);
  return await runDag(
    {
      dagId,
      from: text(options, "from"),
      to: text(options, "to"),
      tasks: texts(options, "task"),
      params: texts(options, "param"),
      answers: texts(options, "answer"),
      jobs,
      trigger: options.trigger !== false,
      resume: options.resume === true,
      retryDelay: number(options, "retryDelay", "--retry-delay", 0),
      python,
    },
    {
      project,
      env: process.env,
      stdout: process.stdout,
      prompt: process.stdin.isTTY ? promptIn(process) : undefined,
    },
  );
}

/** Whatever the installed classes do not take is said before anything runs. */
async function refuseOperators(project: Project, dagId: string, python: string): Promise<void> {
  const { checkOperators } = await import("../compiler/operators/check-operators.ts");
  const problems = await checkOperators(project.folder, python, [loadDag(project, dagId)]);
  if (problems.length > 0) throw new BuildError(problems);
}
