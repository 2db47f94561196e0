// Compiles what has changed of a project's DAGs. What compiles them is loaded when there is something to compile.
import type { Project } from "../model/project.ts";
import { awaitedLater } from "../system/awaited-later.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { nothingAsked } from "./describe/asked.ts";
import type { Describer } from "./describe/describe-dags.ts";
import type { Externals } from "./externals/external.ts";
import { chosenExternals, unitedExternals } from "./externals/find-externals.ts";
import type { Compiled } from "./generate.ts";

/** What is known before a project is compiled. */
export interface Known {
  /** DAGs that are current, by their modules; they are not compiled again. */
  readonly dags: ReadonlyMap<string, CompiledDag>;
  /** Whether there was another DAG, which the known ones may have to do with. */
  readonly isOneGone: boolean;
}

/**
 * Compiles DAG modules of a project, without bundling their tasks.
 *
 * @param signal aborted: its reason is thrown
 */
export async function compileChanged(
  project: Project,
  modules: readonly string[],
  known: Known,
  describer: () => Promise<Describer>,
  signal?: AbortSignal,
): Promise<Compiled> {
  const kept = modules.flatMap((file) => known.dags.get(file) ?? []);
  const changed = modules.filter((file) => !known.dags.has(file));
  const before = externalsOf(project, kept);
  if (changed.length === 0 && !known.isOneGone) {
    const made = { compiled: [], problems: [], unbundled: [], inputs: {}, asked: nothingAsked };
    return { ...made, modules, dags: kept, externals: before, settings: { files: [], paths: [] } };
  }
  const { describeModules } = await import("./describe-modules.ts");
  const describing = awaitedLater(describeModules(project, changed, await describer(), signal));
  // It takes a while to load, in which others bundle and evaluate the modules.
  const { compileModules } = await import("./compile-modules.ts");
  const made = await compileModules(project, await describing, kept);
  const dags = [...kept, ...made.compiled].sort((a, b) => (a.file < b.file ? -1 : 1));
  const externals = externalsOf(project, dags);
  const isNew = [...externals].some(([name, { reason }]) => reason !== undefined && !before.has(name));
  // What one DAG imports may keep a package out of the bundles of all.
  if (isNew && kept.length > 0) {
    return await compileChanged(project, modules, { dags: new Map(), isOneGone: false }, describer, signal);
  }
  return { ...made, modules, dags, externals };
}

/** The packages that stay out of the bundles of some DAG; and those that are to be shipped, whoever looks for them. */
function externalsOf(project: Project, dags: readonly CompiledDag[]): Externals {
  return new Map([...chosenExternals(project, {}), ...unitedExternals(dags.map((dag) => dag.externals))]);
}
