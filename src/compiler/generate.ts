// From DAG modules to the generated files: discover, describe, validate; then bundle and emit.
import { BuildError } from "../model/build-error.ts";
import type { Problem } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import type { Files, Program, ReadFiles } from "./bundle/bundle-programs.ts";
import type { TypeCheck } from "./check/types/type-checker.ts";
import { withTypes } from "./check/types/with-types.ts";
import type { CompiledDag } from "./compile-dag.ts";
import type { CompiledModules } from "./compile-modules.ts";
import { ignoreFile, type ManifestEntry, manifestFile, sharedModuleFiles } from "./emit/emit-shared.ts";
import type { Externals } from "./externals/external.ts";

/** The DAGs of a project, as far as nothing is wrong with them. */
export interface Compiled extends CompiledModules {
  /** The DAG modules, broken ones included. */
  readonly modules: readonly string[];
  /** In the order of their modules. */
  readonly dags: readonly CompiledDag[];
  /** The packages that stay out of the bundles of some DAG; and those that are to be shipped, whoever looks for them. */
  readonly externals: Externals;
}

/** What the manifest says of DAGs that were built earlier and are not compiled now. */
export type OldEntries = Readonly<Record<string, ManifestEntry>>;

/** What there is to make. */
export interface ToMake extends Pick<Compiled, "dags" | "compiled" | "externals"> {
  /** Of the programs of what was compiled, those that have no bundle that is current. */
  readonly programs: readonly Program[];
  /** Whether the packages beside the bundles are current. */
  readonly isShipped: boolean;
  /** What comes of checking types, which is waited for; null when that does not matter. */
  readonly types: Promise<TypeCheck> | null;
  /** What stays in the manifest beside the DAGs. */
  readonly old?: OldEntries;
}

/** Told of what is made as it is made. */
export interface Maker {
  /** What each bundle was made of. */
  bundled(read: ReadFiles): void;
  /** @param sources the files that are copied, absolute */
  shipped(names: Iterable<string>, sources: Iterable<string>): void;
}

/**
 * The files of what was compiled now and those that all DAGs share, a batch at a time; nothing is written.
 *
 * @throws {BuildError} with the problems of all tasks and types, while the files are read
 */
export async function* generatedFiles(
  project: Project,
  { dags, compiled, externals, programs, isShipped, types, old = {} }: ToMake,
  maker: Maker,
): AsyncGenerator<Files, void> {
  const problems: Problem[] = [];
  try {
    if (programs.length > 0) {
      const { bundlePrograms } = await import("./bundle/bundle-programs.ts");
      for await (const { files, read } of bundlePrograms(project, programs, externals)) {
        maker.bundled(read);
        yield files;
      }
    }
    if (!isShipped && externals.size > 0) {
      const { shippedFiles } = await import("./externals/ship-packages.ts");
      const { files, sources } = await shippedFiles(externals);
      maker.shipped(files.keys(), sources);
      yield files;
    }
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    problems.push(...error.problems);
  }
  const all = withTypes(problems, (await types)?.problems ?? []);
  if (all.length > 0) throw new BuildError(all);
  const { name } = project;
  if (compiled.length > 0) {
    const { emitDag } = await import("./emit-dag.ts");
    yield new Map(compiled.flatMap((dag) => [...emitDag(name, dag)]));
  }
  const shared = [...(await sharedModuleFiles(name)), ignoreFile(name), manifestFile(dags, old)];
  yield new Map(shared.map(([file, text]) => [file, Buffer.from(text)]));
}
