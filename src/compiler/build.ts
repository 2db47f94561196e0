// The builds a person asks for: they write the generated folder, once or again and again.
import { isDeepStrictEqual } from "node:util";
import { BuildError } from "../model/build-error.ts";
import type { Problem } from "../model/problem.ts";
import { generatedFolder, type Project } from "../model/project.ts";
import { BuildLock } from "./build-lock.ts";
import { type BuildOptions, describerFor, type Noted } from "./build-options.ts";
import { BuiltDags } from "./built-dags.ts";
import { isConcerned } from "./check/is-concerned.ts";
import type { TypeCheck, TypeChecker } from "./check/types/type-checker.ts";
import { checkChangedTypes } from "./check-changed-types.ts";
import { compileChanged } from "./compile-changed.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { configNames, loadProject } from "./config/load-project.ts";
import { type FileSet, FilesNow } from "./current/file-versions.ts";
import type { Describer } from "./describe/describe-dags.ts";
import { discoverDagModules } from "./discover/discover.ts";
import { dagFileName } from "./emit/module-names.ts";
import type { Externals } from "./externals/external.ts";
import { type Compiled, generatedFiles, type OldEntries } from "./generate.ts";
import { type Made, making } from "./making.ts";
import { outputsOf } from "./noted-build.ts";
import { refuseOperators, refuseProblems } from "./refuse-problems.ts";
import { manifestOf } from "./write/changed-sources.ts";
import { type Difference, filesOfDags } from "./write/generated-folder.ts";
import { writeGenerated } from "./write/write-generated.ts";

interface Written extends Pick<Compiled, "dags" | "compiled" | "problems">, Made {
  readonly written: readonly Difference[];
}

export interface BuildResult extends Noted {
  /** All that are built and current, in the order of their modules. */
  readonly dags: readonly CompiledDag[];
  /** How many of them were compiled; the others had not changed since the last time. */
  readonly compiled: number;
  readonly written: readonly Difference[];
  /** The packages that stay out of the bundles. */
  readonly externals: Externals;
  /** What is wrong with DAGs that were not built; only where the build keeps going. */
  readonly problems: readonly Problem[];
}

/** Builds a project any number of times; a DAG is compiled again when a file it was made from has changed. */
export class ProjectBuilder {
  #project: Project;
  #settings: FileSet;
  #describer: Promise<Describer> | undefined;
  readonly #options: BuildOptions;
  readonly #types: TypeChecker | null;
  readonly #lock: BuildLock;
  #built: BuiltDags | undefined;
  #inputs: () => ReadonlySet<string> = () => new Set(configNames);

  constructor(project: Project, options: BuildOptions) {
    this.#project = project;
    this.#options = options;
    this.#types = options.types ?? null;
    this.#settings = settingsSet(project);
    this.#lock = new BuildLock(project.folder, options.note ?? (() => undefined));
  }

  /** Makes ready for the next build: worth it when one will follow. */
  prepare(): void {
    this.#types?.prepare();
    void this.#openDescriber().then((describer) => describer.prepare());
  }

  #openDescriber(): Promise<Describer> {
    this.#describer ??= describerFor(this.#options);
    return this.#describer;
  }

  /** Opened when the lock is held: another process may be writing what it is read from. */
  #known(): BuiltDags {
    this.#built ??= new BuiltDags(this.#project, this.#options.cache ?? true);
    return this.#built;
  }

  /** What the DAGs were made from, as far as it is known; relative to the project's folder. */
  get inputs(): ReadonlySet<string> {
    return this.#inputs();
  }

  /** @throws {BuildError} with all problems; nothing was written then */
  async build(): Promise<BuildResult> {
    return await this.#lock.during(async () => {
      await this.#renewSettings();
      return this.#strictly(await discoverDagModules(this.#project), false);
    });
  }

  /**
   * Builds one DAG and looks at no other: whatever is wrong with the others does not matter, and what was generated
   * of them stays as it is.
   *
   * @throws {BuildError} with the problems of its module; nothing was written then
   * @throws {UserError} when there is no such DAG
   */
  async buildDag(dagId: string): Promise<BuildResult> {
    return await this.#lock.during(async () => {
      const { likelyModuleOf, moduleOf } = await import("./find-dag-module.ts");
      const last = await likelyModuleOf(this.#project, dagId);
      const guessed = last && (await this.#strictly([last], true));
      if (guessed && guessed.dags[0]?.model.dagId === dagId) return guessed;
      return this.#strictly([await moduleOf(this.#project, dagId, await this.#openDescriber())], true);
    });
  }

  /**
   * Builds all DAGs that nothing is wrong with, and leaves of the others what was built before. Types are not checked.
   *
   * @param signal aborted: the build ends early, and the reason is thrown
   * @throws {BuildError} when it cannot be told what DAGs there are
   */
  async buildHealthy(signal?: AbortSignal): Promise<BuildResult> {
    return await this.#lock.during(async () => {
      await this.#renewSettings();
      const modules = await discoverDagModules(this.#project);
      const built = this.#known();
      const now = built.now();
      const dags = built.written(built.current(now), now);
      const known = { dags, isOneGone: built.lacks(modules) };
      const all = await compileChanged(this.#project, modules, known, () => this.#openDescriber(), signal);
      this.#noteInputs(all);
      const made = await this.#writeHealthy(all, built, now);
      const isKept = (dag: CompiledDag) => dags.get(dag.file) === dag && made.dags.includes(dag);
      built.note({ ...all, ...made }, isKept, made.bundles, made.files, null, now);
      built.keep(now);
      if (made.problems.length === 0) this.#inputs = () => built.inputs;
      return { ...made, compiled: made.compiled.length, externals: all.externals, note: null };
    }, signal);
  }

  async #strictly(modules: readonly string[], isPart: boolean): Promise<BuildResult> {
    const built = this.#known();
    const now = built.now();
    const known = {
      dags: built.written(built.current(now), now),
      isOneGone: !isPart && built.lacks(modules),
    };
    const checking = checkChangedTypes(this.#project, modules, this.#types, built, now);
    const all = await compileChanged(this.#project, modules, known, () => this.#openDescriber());
    this.#noteInputs(all);
    await refuseProblems(all, this.#types, checking);
    await refuseOperators(this.#project, this.#options.python ?? null, all);
    const { dags, compiled, externals } = all;
    const stays = isPart ? (file: string) => !modules.includes(file) : () => false;
    const { written, files, bundles } = await this.#write(all, checking, stays, built, now);
    const isKept = (dag: CompiledDag) =>
      (known.dags.get(dag.file) === dag && dags.includes(dag)) || (isPart && !modules.includes(dag.file));
    const checked = await checking;
    built.note(all, isKept, bundles, files, checked.files, now);
    built.keep(now);
    if (!isPart) this.#inputs = () => built.inputs;
    return { dags, compiled: compiled.length, written, externals, problems: [], note: checked.note };
  }

  /** @throws {BuildError} with all that is wrong with them */
  async #renewSettings(): Promise<void> {
    if (new FilesNow(this.#project.folder, this.#project.settings.generated).areCurrent(this.#settings))
      return;
    const project = await loadProject(this.#project.folder);
    this.#settings = settingsSet(project);
    if (isDeepStrictEqual(project, this.#project)) return;
    this.#project = project;
    this.#built = undefined;
  }

  #noteInputs({ inputs, settings }: Compiled): void {
    const all = new Set([...this.#inputs(), ...settings.files, ...Object.keys(inputs)]);
    this.#inputs = () => all;
  }

  /** Writes the DAGs; when tasks of some do not bundle, those of the others. */
  async #writeHealthy(all: Compiled, built: BuiltDags, now: FilesNow): Promise<Written> {
    const { modules, dags, compiled, problems } = all;
    try {
      const isBroken = (file: string) => modules.includes(file) && !dags.some((dag) => dag.file === file);
      return { dags, compiled, problems, ...(await this.#write(all, null, isBroken, built, now)) };
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      const isWell = (dag: CompiledDag) => !isConcerned(dag.inputs(), error.problems);
      const well = compiled.filter(isWell);
      // Otherwise it would be the same again.
      if (well.length === compiled.length) throw error;
      const together = [...problems, ...error.problems];
      const rest = { ...all, dags: dags.filter(isWell), compiled: well, problems: together };
      return await this.#writeHealthy(rest, built, now);
    }
  }

  /** @param stays whether what was built earlier of this module's DAG is left as it is, unless another takes its place */
  async #write(
    all: Compiled,
    types: Promise<TypeCheck> | null,
    stays: (file: string) => boolean,
    built: BuiltDags,
    now: FilesNow,
  ): Promise<Made & Pick<Written, "written">> {
    const folder = generatedFolder(this.#project);
    const { toMake, files, bundles, isMade } = making(this.#project, built, all, now);
    const taken = new Set(all.dags.map(({ model }) => dagFileName(model.dagId).toLowerCase()));
    const entries = Object.entries(await manifestOf(folder)).filter(
      ([dagId, { file }]) => stays(file) && !taken.has(dagFileName(dagId).toLowerCase()),
    );
    const old: OldEntries = Object.fromEntries(entries);
    const current = all.dags.filter((dag) => !all.compiled.includes(dag)).flatMap(outputsOf);
    const there = isMade.map(({ file }) => file.slice(this.#project.settings.generated.length + 1));
    const kept = [...current, ...there, ...(await filesOfDags(folder, Object.keys(old)))];
    const generated = generatedFiles(this.#project, { ...toMake, types, old }, files);
    return { files, bundles, written: await writeGenerated(folder, generated, kept, files.outputs) };
  }
}

function settingsSet({ folder, settings }: Project): FileSet {
  const now = new FilesNow(folder, settings.generated);
  return [...configNames, ...settings.files].map((file) => now.source(file));
}
