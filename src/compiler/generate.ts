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
import { ignoreFile, manifestFile, sharedModuleFiles } from "./emit/emit-shared.ts";

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
  const modules = await discoverDagModules(project.folder);
  const kept = modules.flatMap((file) => known.get(file) ?? []);
  const compiled = await compile(
    project.folder,
    modules.filter((file) => !known.has(file)),
    kept,
    describer,
  );
  const dags = [...kept, ...compiled].sort((a, b) => (a.file < b.file ? -1 : 1));
  return { dags, compiled, files: filesOf(project, dags, compiled) };
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
): AsyncGenerator<Files, void> {
  const tasks = compiled.flatMap((dag) => dag.tasks);
  yield* bundleTasks(folder, path.join(folder, generatedFolder), tasks);
  yield new Map(compiled.flatMap((dag) => [...emitDag(name, dag)]));
  const shared = [...(await sharedModuleFiles(name)), ignoreFile(name), manifestFile(dags)];
  yield new Map(shared.map(([file, text]) => [file, Buffer.from(text)]));
}
