// Validates what the modules of a project say of their DAGs.
import { isDeepStrictEqual } from "node:util";
import type { Metafile } from "esbuild";
import { TaskOptionsModel } from "../model/dag/task-options.ts";
import type { Problem } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import { filesReachedFrom } from "./bundle/source-hashes.ts";
import { checkHandlers } from "./check/check-handlers.ts";
import { findMissingFiles } from "./check/find-missing-files.ts";
import { findUnreachedTasks } from "./check/find-unreached-tasks.ts";
import { isConcerned } from "./check/is-concerned.ts";
import { placeParts } from "./check/place-parts.ts";
import { validateProject } from "./check/validate-project.ts";
import type { Asked } from "./describe/asked.ts";
import type { DescribedDag } from "./describe/describe-dags.ts";
import type { DescribedModules } from "./describe-modules.ts";
import type { Externals } from "./externals/external.ts";

export interface DescribedProject {
  /** The DAGs that were not known before, and that nothing is wrong with. */
  readonly described: readonly DescribedDag[];
  /** What esbuild read to bundle them. */
  readonly inputs: Metafile["inputs"];
  /** The packages that stay out of the bundles. */
  readonly externals: Externals;
  /** What is wrong with the others. */
  readonly problems: readonly Problem[];
  /** The modules that cannot be bundled. */
  readonly unbundled: readonly string[];
  /** What the modules asked of their surroundings. */
  readonly asked: Asked;
}

/** @param known DAGs of other modules, which share the project's names */
export async function describeProject(
  project: Project,
  { dags, inputs, externals, unbundled, asked, ...made }: DescribedModules,
  known: readonly DescribedDag[],
): Promise<DescribedProject> {
  const problems = placeParts(project.folder, [
    ...made.problems,
    ...(await findMissingFiles(project.folder, inputs)),
    ...findUnreachedTasks(project.folder, dags).filter(isNotAmong(made.problems)),
    ...checkHandlers(project.folder, dags),
    ...validateProject(project.settings, dags, known),
  ]);
  return {
    described: dags
      .filter(({ file }) => !isConcerned(filesReachedFrom(file, inputs), problems))
      .map((dag) => withDefaults(dag, project)),
    inputs,
    externals,
    problems,
    unbundled,
    asked,
  };
}

/** Whether nothing is said of a problem's place yet. */
function isNotAmong(problems: readonly Problem[]): (problem: Problem) => boolean {
  return ({ position }) => !problems.some((other) => isDeepStrictEqual(other.position, position));
}

/** What a DAG says of all its tasks comes before what the project says of all DAGs. */
function withDefaults({ model, ...dag }: DescribedDag, { settings }: Project): DescribedDag {
  const defaults = TaskOptionsModel.parse({ ...settings.defaults, ...model.defaults });
  return { ...dag, model: { ...model, defaults } };
}
