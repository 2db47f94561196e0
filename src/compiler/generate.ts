// From DAG modules to the generated files: discover, describe, validate, bundle, emit.
import path from "node:path";
import { BuildError } from "../model/build-error.ts";
import type { Problem } from "../model/problem.ts";
import { generatedFolder, type Project } from "../model/project.ts";
import { bundleTasks, type Files } from "./bundle/bundle-tasks.ts";
import { SourceReader } from "./bundle/read-source.ts";
import { hashSources } from "./bundle/source-hashes.ts";
import type { TypeCheck, TypeChecker } from "./check/types/type-checker.ts";
import { withTypes } from "./check/types/with-types.ts";
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
  /** What came of checking types, which goes on while the files are made. */
  readonly types: Promise<TypeCheck>;
}

/** What a build works with, and keeps for the next one. */
export interface Tools {
  readonly describer: Describer;
  /** Null when types are not to be checked. */
  readonly types: TypeChecker | null;
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
  tools: Tools,
): Promise<Generated> {
  return await generateFrom(project, await discoverDagModules(project.folder), [], known, tools);
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
  tools: Tools,
): Promise<Generated> {
  const manifest = await manifestOf(path.join(project.folder, generatedFolder));
  const others = Object.entries(manifest).filter(([, { file }]) => file !== module);
  return await generateFrom(project, [module], others, known, tools);
}

type OtherDag = readonly [dagId: string, entry: ManifestEntry];

/** @param others what the manifest says of DAGs that are not looked at, by their ids */
async function generateFrom(
  project: Project,
  modules: readonly string[],
  others: readonly OtherDag[],
  known: ReadonlyMap<string, CompiledDag>,
  { describer, types }: Tools,
): Promise<Generated> {
  const kept = modules.flatMap((file) => known.get(file) ?? []);
  const checking = checkTypes(types, modules);
  const { described, inputs, problems, unbundled } = await describeProject(
    project.folder,
    modules.filter((file) => !known.has(file)),
    kept.map((dag) => dag.described),
    describer,
  );
  if (problems.length > 0) {
    // TypeScript looks at no types while there is a syntax error.
    const others = modules.filter((file) => !unbundled.includes(file));
    const checked = await (unbundled.length > 0 ? checkTypes(types, others) : checking);
    throw new BuildError(withTypes(problems, checked.problems));
  }
  const hashes = await hashSources(project.folder, inputs);
  const reader = new SourceReader(project.folder, inputs);
  const compiled = described.map((dag) => compileDag(dag, reader, inputs, hashes));
  const dags = [...kept, ...compiled].sort(byFile);
  return { dags, compiled, files: filesOf(project, dags, compiled, others, checking), types: checking };
}

function checkTypes(types: TypeChecker | null, modules: readonly string[]): Promise<TypeCheck> {
  const check = async () => (await types?.check(modules)) ?? { problems: [], note: null };
  const checking = check();
  // It is awaited later, or never, when something else is wrong.
  checking.catch(() => undefined);
  return checking;
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : 1;
}

async function* filesOf(
  { folder, name }: Project,
  dags: readonly CompiledDag[],
  compiled: readonly CompiledDag[],
  others: readonly OtherDag[],
  types: Promise<TypeCheck>,
): AsyncGenerator<Files, void> {
  const tasks = compiled.flatMap((dag) => dag.tasks);
  const problems: Problem[] = [];
  try {
    yield* bundleTasks(folder, path.join(folder, generatedFolder), tasks);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    problems.push(...error.problems);
  }
  problems.push(...withTypes(problems, (await types).problems).slice(problems.length));
  if (problems.length > 0) throw new BuildError(problems);
  yield new Map(compiled.flatMap((dag) => [...emitDag(name, dag)]));
  const entries = [...dags, ...others.map(([dagId, entry]) => ({ model: { dagId }, ...entry }))];
  const manifest = manifestFile(entries.sort(byFile));
  const shared = [...(await sharedModuleFiles(name)), ignoreFile(name), manifest];
  yield new Map(shared.map(([file, text]) => [file, Buffer.from(text)]));
}
