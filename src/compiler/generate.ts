// From DAG modules to the generated files: discover, describe, validate; then bundle and emit.
import { BuildError } from "../model/build-error.ts";
import type { Problem } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import { bundlePrograms, type Files } from "./bundle/bundle-programs.ts";
import { SourceReader } from "./bundle/read-source.ts";
import { hashSources } from "./bundle/source-hashes.ts";
import type { TypeCheck } from "./check/types/type-checker.ts";
import { withTypes } from "./check/types/with-types.ts";
import { type CompiledDag, compileDag, emitDag } from "./compile-dag.ts";
import type { Describer } from "./describe/describe-dags.ts";
import { describeProject } from "./describe-project.ts";
import { ignoreFile, type ManifestEntry, manifestFile, sharedModuleFiles } from "./emit/emit-shared.ts";
import type { Externals } from "./externals/external.ts";
import { chosenExternals } from "./externals/find-externals.ts";
import { shippedFiles } from "./externals/ship-packages.ts";

/** The DAGs of a project, as far as nothing is wrong with them. */
export interface Compiled {
  /** The DAG modules, broken ones included. */
  readonly modules: readonly string[];
  /** In the order of their modules. */
  readonly dags: readonly CompiledDag[];
  /** Those of them that were compiled now. */
  readonly compiled: readonly CompiledDag[];
  /** What is wrong with the DAGs that are not among them. */
  readonly problems: readonly Problem[];
  /** The modules that cannot be bundled. */
  readonly unbundled: readonly string[];
  /** What esbuild read to learn what the DAGs are that were compiled now. */
  readonly inputs: readonly string[];
}

/**
 * Compiles DAG modules of a project, without bundling their tasks.
 *
 * @param known DAGs that are current, by their modules; they are not compiled again
 * @param signal aborted: its reason is thrown
 */
export async function compileDags(
  project: Project,
  modules: readonly string[],
  known: ReadonlyMap<string, CompiledDag>,
  describer: Describer,
  signal?: AbortSignal,
): Promise<Compiled> {
  const kept = modules.flatMap((file) => known.get(file) ?? []);
  const changed = modules.filter((file) => !known.has(file));
  const names = kept.map((dag) => dag.described);
  const described = await describeProject(project, changed, names, describer, signal);
  const { inputs, externals, problems, unbundled } = described;
  const hashes = await hashSources(project, inputs);
  const reader = new SourceReader(project.folder, inputs);
  const compiled = described.described.map((dag) =>
    compileDag(dag, project, reader, inputs, hashes, externals),
  );
  const dags = [...kept, ...compiled].sort((a, b) => (a.file < b.file ? -1 : 1));
  return { modules, dags, compiled, problems, unbundled, inputs: Object.keys(inputs) };
}

/** What the manifest says of DAGs that were built earlier and are not compiled now. */
export type OldEntries = Readonly<Record<string, ManifestEntry>>;

/**
 * The files of what was compiled now and those that all DAGs share, a batch at a time; nothing is written.
 *
 * @param types what comes of checking types, which is waited for; null when that does not matter
 * @param old what stays in the manifest beside the DAGs
 * @throws {BuildError} with the problems of all tasks and types, while the files are read
 */
export async function* generatedFiles(
  project: Project,
  { dags, compiled }: Pick<Compiled, "dags" | "compiled">,
  types: Promise<TypeCheck> | null,
  old: OldEntries = {},
): AsyncGenerator<Files, void> {
  const programs = compiled.flatMap((dag) => dag.programs);
  const problems: Problem[] = [];
  try {
    const externals = externalsOf(project, dags);
    yield* bundlePrograms(project, programs, externals);
    yield await shippedFiles(externals);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    problems.push(...error.problems);
  }
  const all = withTypes(problems, (await types)?.problems ?? []);
  if (all.length > 0) throw new BuildError(all);
  const { name } = project;
  yield new Map(compiled.flatMap((dag) => [...emitDag(name, dag)]));
  const shared = [...(await sharedModuleFiles(name)), ignoreFile(name), manifestFile(dags, old)];
  yield new Map(shared.map(([file, text]) => [file, Buffer.from(text)]));
}

/** The packages that stay out of the bundles of some DAG; and those that are to be shipped, whoever looks for them. */
export function externalsOf(project: Project, dags: readonly CompiledDag[]): Externals {
  return new Map([...chosenExternals(project, {}), ...dags.flatMap((dag) => [...dag.externals])]);
}
