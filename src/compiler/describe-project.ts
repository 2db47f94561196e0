// Learns what DAGs the modules of a project make: bundles them, evaluates the bundles, validates what they say.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Metafile } from "esbuild";
import { TaskOptionsModel } from "../model/dag/task-options.ts";
import type { Problem } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import { filesReachedFrom } from "./bundle/source-hashes.ts";
import { cacheFolder } from "./cache-folder.ts";
import { checkHandlers } from "./check/check-handlers.ts";
import { findMissingFiles } from "./check/find-missing-files.ts";
import { findUnreachedTasks } from "./check/find-unreached-tasks.ts";
import { isConcerned } from "./check/is-concerned.ts";
import { placeParts } from "./check/place-parts.ts";
import { validateProject } from "./check/validate-project.ts";
import { type Asked, nothingAsked } from "./describe/asked.ts";
import { bundleDagModules } from "./describe/bundle-dag-modules.ts";
import type { DescribedDag, DescribedDags, Describer } from "./describe/describe-dags.ts";
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

/**
 * @param modules the DAG modules to look at
 * @param known DAGs of other modules, which share the project's names
 * @param signal aborted: the evaluation ends at once, and the reason is thrown
 */
export async function describeProject(
  project: Project,
  modules: readonly string[],
  known: readonly DescribedDag[],
  describer: Describer,
  signal?: AbortSignal,
): Promise<DescribedProject> {
  const { dags, inputs, externals, unbundled, asked, ...made } = await describeModules(
    project,
    modules,
    describer,
    signal,
  );
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

/** What modules say of their DAGs, and what keeps the others from saying it. */
interface DescribedModules extends DescribedDags {
  readonly inputs: Metafile["inputs"];
  readonly externals: Externals;
  readonly unbundled: readonly string[];
}

/** Bundles modules and evaluates the bundles; nothing is validated. */
export async function describeModules(
  project: Project,
  modules: readonly string[],
  describer: Describer,
  signal?: AbortSignal,
): Promise<DescribedModules> {
  if (modules.length === 0) {
    return { dags: [], problems: [], inputs: {}, externals: new Map(), unbundled: [], asked: nothingAsked };
  }
  const cache = cacheFolder(project.folder);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, "describe-"));
  try {
    const bundled = await bundleDagModules(project, modules, folder);
    const { dags, problems, asked } = await describer.describe(project.folder, bundled.modules, signal);
    const files = new Set(bundled.modules.map(({ file }) => file));
    return {
      dags,
      problems: [...bundled.problems, ...problems],
      inputs: bundled.inputs,
      externals: bundled.externals,
      asked,
      unbundled: modules.filter((file) => !files.has(file)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a DAG says of all its tasks comes before what the project says of all DAGs. */
function withDefaults({ model, ...dag }: DescribedDag, { settings }: Project): DescribedDag {
  const defaults = TaskOptionsModel.parse({ ...settings.defaults, ...model.defaults });
  return { ...dag, model: { ...model, defaults } };
}
