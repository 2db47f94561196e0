// Compiles DAG modules by what they say of their DAGs, and what only their source says. Loaded when there is something to
// compile.
import type { Metafile } from "esbuild";
import type { Problem } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import { SourceReader } from "./bundle/read-source.ts";
import { hashSources } from "./bundle/source-hashes.ts";
import { type CompiledDag, compileDag } from "./compile-dag.ts";
import { type SettingsFiles, settingsFiles } from "./current/settings-files.ts";
import type { Asked } from "./describe/asked.ts";
import type { DescribedModules } from "./describe-modules.ts";
import { describeProject } from "./describe-project.ts";
import type { Externals } from "./externals/external.ts";
import { alsoExternals, unitedExternals } from "./externals/find-externals.ts";

export interface CompiledModules {
  /** The DAGs that were compiled now. */
  readonly compiled: readonly CompiledDag[];
  /** What is wrong with the others. */
  readonly problems: readonly Problem[];
  /** The modules that cannot be bundled. */
  readonly unbundled: readonly string[];
  /** What esbuild read to learn what the DAGs are. */
  readonly inputs: Metafile["inputs"];
  /** What the modules asked of their surroundings. */
  readonly asked: Asked;
  /** The files that the DAGs depend on beside those. */
  readonly settings: SettingsFiles;
}

/**
 * Compiles modules, without bundling their tasks.
 *
 * @param known DAGs of other modules, which are current
 */
export async function compileModules(
  project: Project,
  modules: DescribedModules,
  known: readonly CompiledDag[],
): Promise<CompiledModules> {
  const others = known.map((dag) => dag.described);
  const made = await describeProject(project, modules, others);
  const { inputs, problems, unbundled, asked } = made;
  const ofOthers = unitedExternals(known.map((dag) => dag.externals));
  const externals: Externals = unitedExternals([made.externals, alsoExternals(project, inputs, ofOthers)]);
  const hashes = await hashSources(project, inputs);
  const reader = new SourceReader(project.folder, inputs);
  const compiled = made.described.map((dag) => compileDag(dag, project, reader, inputs, hashes, externals));
  const settings = settingsFiles(project.folder, Object.keys(inputs));
  return { compiled, problems, unbundled, inputs, asked, settings };
}
