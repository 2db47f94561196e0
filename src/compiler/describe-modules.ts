// Learns what DAGs modules make: bundles them, and evaluates the bundles.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import type { Project } from "../model/project.ts";
import { cacheFolder } from "./cache-folder.ts";
import { nothingAsked } from "./describe/asked.ts";
import { bundleDagModules } from "./describe/bundle-dag-modules.ts";
import type { DescribedDags, Describer } from "./describe/describe-dags.ts";
import type { Externals } from "./externals/external.ts";

/** What modules say of their DAGs, and what keeps the others from saying it. */
export interface DescribedModules extends DescribedDags {
  readonly inputs: Metafile["inputs"];
  readonly externals: Externals;
  readonly unbundled: readonly string[];
}

/**
 * Bundles modules and evaluates the bundles; nothing is validated.
 *
 * @param signal aborted: the evaluation ends at once, and the reason is thrown
 */
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
