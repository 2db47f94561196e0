// From DAG modules to the generated files: discover, describe, validate, bundle, emit.
import path from "node:path";
import { generatedFolder, type Project } from "../model/project.ts";
import { bundleTasks, type Files } from "./bundle/bundle-tasks.ts";
import { SourceReader } from "./bundle/read-source.ts";
import { hashSources } from "./bundle/source-hashes.ts";
import { type CompiledDag, compileDag, emitDag } from "./compile-dag.ts";
import type { Describer } from "./describe/describe-dags.ts";
import { describeProject } from "./describe-project.ts";
import { discoverDagModules } from "./discover/discover.ts";
import { ignoreFile, type ManifestEntry, manifestFile, sharedModuleFiles } from "./emit/emit-shared.ts";
import { manifestOf } from "./write/changed-sources.ts";

/** The DAGs of a project, and what belongs in its generated folder. */
export interface Generated {
  /** All DAGs, in the order of their modules. */
  readonly dags: readonly CompiledDag[];
  /** Those of them that were compiled now. */
  readonly compiled: readonly CompiledDag[];
  /** The files of what was compiled now and those that all DAGs share, a batch at a time. */
  readonly files: AsyncIterable<Files>;
}

/**
 * Generates the files of a project, without writing them.
 *
 * @param known DAGs that are current, by their modules; they are not compiled again
 * @throws {BuildError} with all the problems of all DAG modules, here or while the files are read
 */
export async function generate(
  project: Project,
  known: ReadonlyMap<string, CompiledDag>,
  describer: Describer,
): Promise<Generated> {
  return await generateFrom(project, await discoverDagModules(project.folder), [], known, describer);
}

/**
 * The same for the DAG of one module; the manifest keeps what it says of the others.
 *
 * @throws {BuildError} with the problems of the module
 */
export async function generateOne(
  project: Project,
  module: string,
  known: ReadonlyMap<string, CompiledDag>,
  describer: Describer,
): Promise<Generated> {
  const manifest = await manifestOf(path.join(project.folder, generatedFolder));
  const others = Object.entries(manifest).filter(([, { file }]) => file !== module);
  return await generateFrom(project, [module], others, known, describer);
}

/** @param others what the manifest says of DAGs that are not looked at, by their ids */
async function generateFrom(
  project: Project,
  modules: readonly string[],
  others: readonly (readonly [dagId: string, entry: ManifestEntry])[],
  known: ReadonlyMap<string, CompiledDag>,
  describer: Describer,
): Promise<Generated> {
  const kept = modules.flatMap((file) => known.get(file) ?? []);
  const compiled = await compile(
    project.folder,
    modules.filter((file) => !known.has(file)),
    kept,
    describer,
  );
  const dags = [...kept, ...compiled].sort(byFile);
  return { dags, compiled, files: filesOf(project, dags, compiled, others) };
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : 1;
}

async function compile(
  projectFolder: string,
  modules: readonly string[],
  kept: readonly CompiledDag[],
  describer: Describer,
): Promise<CompiledDag[]> {
  const known = kept.map(({ described }) => described);
  const { described, inputs } = await describeProject(projectFolder, modules, known, describer);
  const hashes = await hashSources(projectFolder, inputs);
  const reader = new SourceReader(projectFolder, inputs);
  return described.map((dag) => compileDag(dag, reader, inputs, hashes));
}

async function* filesOf(
  { folder, name }: Project,
  dags: readonly CompiledDag[],
  compiled: readonly CompiledDag[],
  others: readonly (readonly [dagId: string, entry: ManifestEntry])[],
): AsyncGenerator<Files, void> {
  const tasks = compiled.flatMap((dag) => dag.tasks);
  yield* bundleTasks(folder, path.join(folder, generatedFolder), tasks);
  yield new Map(compiled.flatMap((dag) => [...emitDag(name, dag)]));
  const entries = [...dags, ...others.map(([dagId, entry]) => ({ model: { dagId }, ...entry }))];
  const manifest = manifestFile(entries.sort(byFile));
  const shared = [...(await sharedModuleFiles(name)), ignoreFile(name), manifest];
  yield new Map(shared.map(([file, text]) => [file, Buffer.from(text)]));
}
