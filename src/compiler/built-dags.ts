// Remembers what was built, from one process to the next, and tells which of it is still as it was.
import path from "node:path";
import type { Project } from "../model/project.ts";
import type { BuiltBundle, BuiltDag, BuiltPackages, CheckedTypes } from "./built-dag.ts";
import type { Program } from "./bundle/bundle-programs.ts";
import { cacheFolder } from "./cache-folder.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { circumstancesOf, toolFiles, valuesOf } from "./current/circumstances.ts";
import { FileSets, SetPacker, unpackSets } from "./current/file-sets.ts";
import { type FileSet, FilesNow, type FileVersion } from "./current/file-versions.ts";
import { readKept, writeKept } from "./current/kept-value.ts";
import type { Externals } from "./externals/external.ts";
import type { Compiled } from "./generate.ts";
import type { MadeFiles } from "./made-files.ts";
import { keyOf, keyOfExternals, NotedBuild } from "./noted-build.ts";
import { type KeptBuilds, packDag, unpackDag } from "./packed-dags.ts";

export class BuiltDags {
  readonly #project: Project;
  readonly #file: string | null;
  readonly #circumstances: string;
  #tools: FileSet | null = null;
  #built: readonly BuiltDag[] = [];
  #packages: BuiltPackages | null = null;
  #types: CheckedTypes | null = null;
  #isNews = false;

  /** @param isKept whether it is read from the project's cache, and written there */
  constructor(project: Project, isKept: boolean) {
    this.#project = project;
    this.#file = isKept ? path.join(cacheFolder(project.folder), "builds.json") : null;
    this.#circumstances = circumstancesOf(project);
    if (this.#file !== null) this.#take(readKept(this.#file));
  }

  /** What files are now; to be asked for before a build reads anything. */
  now(): FilesNow {
    return new FilesNow(this.#project.folder, this.#project.settings.generated);
  }

  /** All files that tell whether a DAG has to be built again, relative to the project's folder. */
  get inputs(): Set<string> {
    const sets = new Set(
      this.#built.flatMap(({ inputs, bundles }) => [inputs, ...bundles.map((each) => each.inputs)].flat()),
    );
    return new Set([...sets].flatMap((set) => set.map(({ file }) => file.replace(/\/$/, ""))));
  }

  /** The DAGs that come out as they did, by their modules. */
  current(now: FilesNow): ReadonlyMap<string, CompiledDag> {
    const current = this.#built.filter((built) => isCurrent(built, now));
    const others = this.#built.filter((built) => !current.includes(built));
    // What one DAG imports may keep a package out of the bundles of all.
    if (others.some(({ dag }) => [...dag.externals.values()].some(({ reason }) => reason !== undefined)))
      return new Map();
    return new Map(current.map(({ dag }) => [dag.file, dag]));
  }

  /** Those of them whose generated files are there, and as they were made. */
  written(dags: ReadonlyMap<string, CompiledDag>, now: FilesNow): ReadonlyMap<string, CompiledDag> {
    const written = this.#built.filter(
      ({ dag, outputs, bundles }) =>
        dags.get(dag.file) === dag &&
        now.areCurrent(outputs) &&
        bundles.every((bundle) => now.areCurrent(bundle.outputs)),
    );
    return new Map(written.map(({ dag }) => [dag.file, dag]));
  }

  /** Whether a DAG was built whose module is gone. */
  lacks(modules: readonly string[]): boolean {
    return this.#built.some(({ dag }) => !modules.includes(dag.file));
  }

  /** The files of the DAG, which are there or not; by their names in the generated folder. */
  outputsOf(dag: CompiledDag): FileSet {
    const built = this.#built.find((each) => each.dag === dag);
    return built ? [...built.outputs, ...built.bundles.flatMap(({ outputs }) => outputs)] : [];
  }

  /** The bundles that need not be made again, by their names. */
  bundles(
    programs: readonly Program[],
    externals: Externals,
    now: FilesNow,
  ): ReadonlyMap<string, BuiltBundle> {
    const known = new Map(
      this.#built.flatMap(({ bundles }) => bundles.map((each) => [each.bundle, each] as const)),
    );
    const current = programs.flatMap((program) => {
      const built = known.get(program.bundle);
      const isSame = built?.key === keyOf(program, externals);
      return built &&
        isSame &&
        built.inputs.every((set) => now.areCurrent(set)) &&
        now.areCurrent(built.outputs)
        ? [[program.bundle, built] as const]
        : [];
    });
    return new Map(current);
  }

  /** The packages beside the bundles, when they need not be copied again. */
  packages(externals: Externals, now: FilesNow): BuiltPackages | null {
    const built = this.#packages;
    if (!built || built.key !== keyOfExternals(externals)) return null;
    return [...built.inputs, built.outputs].every((set) => now.areCurrent(set)) ? built : null;
  }

  /** Whether nothing is wrong with the types of the modules, since nothing has changed that they depend on. */
  areTypesRight(modules: readonly string[], now: FilesNow): boolean {
    const checked = this.#types;
    return (
      checked !== null &&
      checked.modules.join("\n") === modules.join("\n") &&
      checked.inputs.every((set) => now.areCurrent(set))
    );
  }

  /**
   * @param all with what was compiled now
   * @param kept whether what was built of a DAG earlier still is what it was; all others are forgotten
   * @param bundles those that were not made again
   * @param types files that types were checked by and found right; null where they were not checked
   */
  note(
    all: Compiled,
    kept: (dag: CompiledDag) => boolean,
    bundles: ReadonlyMap<string, BuiltBundle>,
    made: MadeFiles,
    types: readonly string[] | null,
    now: FilesNow,
  ): void {
    const stay = this.#built.filter(({ dag }) => kept(dag));
    const isSame = all.compiled.length === 0 && stay.length === this.#built.length;
    if (isSame && !made.shippedFiles && !types) return;
    this.#isNews = true;
    const sets = new FileSets(now, this.#versions());
    const noted = new NotedBuild(this.#project, all, made, sets);
    this.#built = [...stay, ...all.compiled.map((dag) => noted.dag(dag, bundles))];
    this.#packages = noted.packages() ?? this.#packages;
    if (types) this.#types = { modules: all.modules, inputs: [sets.ofSources(types)] };
    this.#tools ??= sets.ofSources(toolFiles(this.#project.folder));
  }

  /** Keeps it for the next process, where there is something new. */
  keep(now: FilesNow): void {
    if (this.#file === null || this.#tools === null || !(this.#isNews || now.hasRenewed)) return;
    this.#isNews = false;
    const packer = new SetPacker();
    const number = (set: FileSet) => packer.numberOf(set);
    const packages = this.#packages && {
      ...this.#packages,
      inputs: this.#packages.inputs.map(number),
      outputs: number(this.#packages.outputs),
    };
    const types = this.#types && { ...this.#types, inputs: this.#types.inputs.map(number) };
    const value: Omit<KeptBuilds, "sets"> = {
      circumstances: this.#circumstances,
      tools: number(this.#tools),
      dags: this.#built.map((built) => packDag(built, number, this.#project.folder)),
      packages,
      types,
    };
    writeKept(this.#file, { ...value, sets: packer.packed() } satisfies KeptBuilds);
  }

  #take(value: unknown): void {
    const kept = value as KeptBuilds | undefined;
    if (kept?.circumstances !== this.#circumstances) return;
    const sets = unpackSets(kept.sets);
    const set = (number: number): FileSet => sets[number] ?? [];
    const tools = set(kept.tools);
    const now = this.now();
    if (!now.areCurrent(tools)) return;
    this.#isNews = now.hasRenewed;
    const { packages, types } = kept;
    this.#tools = tools;
    this.#built = kept.dags.map((dag) => unpackDag(dag, set, this.#project.folder));
    this.#packages = packages && {
      ...packages,
      inputs: packages.inputs.map(set),
      outputs: set(packages.outputs),
    };
    this.#types = types && { ...types, inputs: types.inputs.map(set) };
  }

  #versions(): Map<string, FileVersion> {
    const sets = new Set(
      this.#built.flatMap(({ inputs, bundles }) => [inputs, ...bundles.map((each) => each.inputs)].flat()),
    );
    return new Map([...sets].flatMap((set) => set.map((version) => [version.file, version] as const)));
  }
}

function isCurrent({ inputs, bundles, isRestless, variables, values }: BuiltDag, now: FilesNow): boolean {
  return (
    !isRestless &&
    inputs.every((set) => now.areCurrent(set)) &&
    bundles.every((bundle) => bundle.inputs.every((set) => now.areCurrent(set))) &&
    values === valuesOf(variables)
  );
}
