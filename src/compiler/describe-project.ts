// Learns what DAGs the modules of a project make: bundles them, evaluates the bundles, validates what they say.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Metafile } from "esbuild";
import type { Problem } from "../model/problem.ts";
import { checkHandlers } from "./check/check-handlers.ts";
import { findMissingFiles } from "./check/find-missing-files.ts";
import { findUnreachedTasks } from "./check/find-unreached-tasks.ts";
import { placeParts } from "./check/place-parts.ts";
import { validateProject } from "./check/validate-project.ts";
import { bundleDagModules } from "./describe/bundle-dag-modules.ts";
import type { DescribedDag, DescribedDags, Describer } from "./describe/describe-dags.ts";

export interface DescribedProject {
  /** The DAGs that were not known before. */
  readonly described: readonly DescribedDag[];
  /** What esbuild read to bundle them. */
  readonly inputs: Metafile["inputs"];
  /** All that is wrong with all modules. */
  readonly problems: readonly Problem[];
  /** The modules that cannot be bundled. */
  readonly unbundled: readonly string[];
}

/**
 * @param modules the DAG modules to look at
 * @param known DAGs of other modules, which share the project's names
 */
export async function describeProject(
  projectFolder: string,
  modules: readonly string[],
  known: readonly DescribedDag[],
  describer: Describer,
): Promise<DescribedProject> {
  if (modules.length === 0) return { described: [], inputs: {}, problems: [], unbundled: [] };
  const { dags, problems, inputs, unbundled } = await describeModules(projectFolder, modules, describer);
  const found = [
    ...problems,
    ...(await findMissingFiles(projectFolder, inputs)),
    ...findUnreachedTasks(projectFolder, dags).filter(isNotAmong(problems)),
    ...checkHandlers(projectFolder, dags),
    ...validateProject(dags, known),
  ];
  return { described: dags, inputs, problems: placeParts(projectFolder, found), unbundled };
}

/** Whether nothing is said of a problem's place yet. */
function isNotAmong(problems: readonly Problem[]): (problem: Problem) => boolean {
  return ({ position }) => !problems.some((other) => isDeepStrictEqual(other.position, position));
}

/** What modules say of their DAGs, and what keeps the others from saying it. */
interface DescribedModules extends DescribedDags {
  readonly inputs: Metafile["inputs"];
  readonly unbundled: readonly string[];
}

/** Bundles modules and evaluates the bundles; nothing is validated. */
export async function describeModules(
  projectFolder: string,
  modules: readonly string[],
  describer: Describer,
): Promise<DescribedModules> {
  const cache = path.join(projectFolder, "node_modules", ".cache", "windsock");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, "describe-"));
  try {
    const bundled = await bundleDagModules(projectFolder, modules, folder);
    const { dags, problems } = await describer.describe(projectFolder, bundled.modules);
    const files = new Set(bundled.modules.map(({ file }) => file));
    return {
      dags,
      problems: [...bundled.problems, ...problems],
      inputs: bundled.inputs,
      unbundled: modules.filter((file) => !files.has(file)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
