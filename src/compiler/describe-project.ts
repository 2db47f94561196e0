// Learns what DAGs the modules of a project make: bundles them, evaluates the bundles, validates what they say.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import { BuildError } from "../model/build-error.ts";
import { findMissingFiles } from "./check/find-missing-files.ts";
import { validateProject } from "./check/validate-project.ts";
import { bundleDagModules } from "./describe/bundle-dag-modules.ts";
import type { DescribedDag, DescribedDags, Describer } from "./describe/describe-dags.ts";

export interface DescribedProject {
  /** The DAGs that were not known before. */
  readonly described: readonly DescribedDag[];
  /** What esbuild read to bundle them. */
  readonly inputs: Metafile["inputs"];
}

/**
 * @param modules the DAG modules to look at
 * @param known DAGs of other modules, which share the project's names
 * @throws {BuildError} with all the problems of all modules
 */
export async function describeProject(
  projectFolder: string,
  modules: readonly string[],
  known: readonly DescribedDag[],
  describer: Describer,
): Promise<DescribedProject> {
  if (modules.length === 0) return { described: [], inputs: {} };
  const { dags, problems, inputs } = await describeModules(projectFolder, modules, describer);
  const missing = await findMissingFiles(projectFolder, inputs);
  const all = [...problems, ...missing, ...validateProject(dags, known)];
  if (all.length > 0) throw new BuildError(all);
  return { described: dags, inputs };
}

/** What modules say of their DAGs, and what keeps the others from saying it. */
export interface DescribedModules extends DescribedDags {
  /** What esbuild read to bundle them. */
  readonly inputs: Metafile["inputs"];
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
    return { dags, problems: [...bundled.problems, ...problems], inputs: bundled.inputs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
