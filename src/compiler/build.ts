// The builds a person asks for: write the generated folder, once or again and again, or check it.
import { isDeepStrictEqual } from "node:util";
import { BuildError } from "../model/build-error.ts";
import type { Problem } from "../model/problem.ts";
import { generatedFolder, type Project } from "../model/project.ts";
import { BuildLock } from "./build-lock.ts";
import { BuiltDags, outputsOf } from "./built-dags.ts";
import type { TypeCheck, TypeChecker } from "./check/types/type-checker.ts";
import { checkTypes, withTypes } from "./check/types/with-types.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { configNames, loadProject } from "./config/load-project.ts";
import { Describer } from "./describe/describe-dags.ts";
import { isConcerned } from "./describe-project.ts";
import { discoverDagModules } from "./discover/discover.ts";
import { dagFileName } from "./emit/module-names.ts";
import type { Externals } from "./externals/external.ts";
import { likelyModuleOf, moduleOf } from "./find-dag-module.ts";
import { type Compiled, compileDags, externalsOf, generatedFiles, type OldEntries } from "./generate.ts";
import { checkOperators } from "./operators/check-operators.ts";
import { settingsFiles } from "./watch/settings-files.ts";
import { manifestOf } from "./write/changed-sources.ts";
import { type CheckResult, checkGenerated } from "./write/check-generated.ts";
import { FileStamps, type Stamps } from "./write/file-stamps.ts";
import { type Difference, filesOfDags } from "./write/generated-folder.ts";
import { writeGenerated } from "./write/write-generated.ts";

interface Noted {
  /** What is no problem, and should be known. */
  readonly note: string | null;
}

interface Written extends Pick<Compiled, "dags" | "compiled" | "problems"> {
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

/**
 * @param timeLimit milliseconds that evaluating one DAG module may take
 * @param types null when types are not to be checked
 * @param python the interpreter to check Python operators against; null when they are not to be checked
 * @throws {BuildError} with all problems
 */
export async function checkDags(
  project: Project,
  timeLimit: number,
  types: TypeChecker | null,
  python: string | null = null,
): Promise<CheckResult & Noted> {
  const modules = await discoverDagModules(project);
  const checking = checkTypes(types, modules);
  const compiled = await compileDags(project, modules, new Map(), new Describer(timeLimit));
  await refuseProblems(compiled, types, checking);
  await refuseOperators(project, python, compiled);
  const checked = await checkGenerated(project, generatedFiles(project, compiled, checking));
  return { ...checked, note: (await checking).note };
}

/** Builds a project any number of times; a DAG is compiled again when a file it was made from has changed. */
export class ProjectBuilder {
  #project: Project;
  #settings: Stamps;
  readonly #describer: Describer;
  readonly #types: TypeChecker | null;
  readonly #python: string | null;
  readonly #lock: BuildLock;
  #built: BuiltDags;
  #inputs: ReadonlySet<string> = new Set(configNames);

  /**
   * @param timeLimit milliseconds that evaluating one DAG module may take
   * @param types null when types are not to be checked
   * @param note told when the build has to wait for another process's
   * @param python the interpreter to check Python operators against; null when they are not to be checked
   */
  constructor(
    project: Project,
    timeLimit: number,
    types: TypeChecker | null,
    note: (text: string) => void = () => undefined,
    python: string | null = null,
  ) {
    this.#python = python;
    this.#project = project;
    this.#describer = new Describer(timeLimit);
    this.#types = types;
    this.#settings = settingsStamps(project);
    this.#lock = new BuildLock(project.folder, note);
    this.#built = new BuiltDags(project);
  }

  /** Makes ready for the next build: worth it when one will follow. */
  prepare(): void {
    this.#describer.prepare();
  }

  /** What the DAGs were made from, as far as it is known; relative to the project's folder. */
  get inputs(): ReadonlySet<string> {
    return this.#inputs;
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
      const last = await likelyModuleOf(this.#project, dagId);
      const guessed = last && (await this.#strictly([last], true));
      if (guessed && guessed.dags[0]?.model.dagId === dagId) return guessed;
      return this.#strictly([await moduleOf(this.#project, dagId, this.#describer)], true);
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
      const stamps = this.#built.stamps();
      const modules = await discoverDagModules(this.#project);
      const known = this.#built.current(stamps);
      const all = await compileDags(this.#project, modules, known, this.#describer, signal);
      const settings = this.#noteInputs(all);
      const made = await this.#writeHealthy(all);
      this.#built.note(
        made.compiled,
        (dag) => known.get(dag.file) === dag && made.dags.includes(dag),
        settings,
        stamps,
      );
      if (made.problems.length === 0) this.#inputs = this.#built.inputs;
      const externals = externalsOf(this.#project, made.dags);
      return { ...made, compiled: made.compiled.length, externals, note: null };
    }, signal);
  }

  async #strictly(modules: readonly string[], isPart: boolean): Promise<BuildResult> {
    const stamps = this.#built.stamps();
    const known = this.#built.current(stamps);
    const checking = checkTypes(this.#types, modules);
    const all = await compileDags(this.#project, modules, known, this.#describer);
    const settings = this.#noteInputs(all);
    await refuseProblems(all, this.#types, checking);
    await refuseOperators(this.#project, this.#python, all);
    const { dags, compiled } = all;
    const written = await this.#write(
      all,
      checking,
      isPart ? (file) => !modules.includes(file) : () => false,
    );
    const isKept = (dag: CompiledDag) =>
      (known.get(dag.file) === dag && dags.includes(dag)) || (isPart && !modules.includes(dag.file));
    this.#built.note(compiled, isKept, settings, stamps);
    if (!isPart) this.#inputs = this.#built.inputs;
    const externals = externalsOf(this.#project, dags);
    return { dags, compiled: compiled.length, written, externals, problems: [], note: (await checking).note };
  }

  /** @throws {BuildError} with all that is wrong with them */
  async #renewSettings(): Promise<void> {
    if (new FileStamps(this.#project.folder).areCurrent(this.#settings)) return;
    const project = await loadProject(this.#project.folder);
    this.#settings = settingsStamps(project);
    if (isDeepStrictEqual(project, this.#project)) return;
    this.#project = project;
    this.#built = new BuiltDags(project);
  }

  /** @returns the files that the DAGs depend on beside their own */
  #noteInputs({ inputs }: Compiled): readonly string[] {
    const settings = settingsFiles(this.#project.folder, inputs);
    this.#inputs = new Set([...this.#inputs, ...settings, ...inputs]);
    return settings;
  }

  /** Writes the DAGs; when tasks of some do not bundle, those of the others. */
  async #writeHealthy(all: Compiled): Promise<Written> {
    const { modules, dags, compiled, problems } = all;
    try {
      const isBroken = (file: string) => modules.includes(file) && !dags.some((dag) => dag.file === file);
      return { dags, compiled, problems, written: await this.#write(all, null, isBroken) };
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      const isWell = (dag: CompiledDag) => !isConcerned(dag.inputs, error.problems);
      const well = compiled.filter(isWell);
      // Otherwise it would be the same again.
      if (well.length === compiled.length) throw error;
      const together = [...problems, ...error.problems];
      return await this.#writeHealthy({
        ...all,
        dags: dags.filter(isWell),
        compiled: well,
        problems: together,
      });
    }
  }

  /** @param stays whether what was built earlier of this module's DAG is left as it is, unless another takes its place */
  async #write(
    made: Compiled,
    types: Promise<TypeCheck> | null,
    stays: (file: string) => boolean,
  ): Promise<readonly Difference[]> {
    const folder = generatedFolder(this.#project);
    const taken = new Set(made.dags.map(({ model }) => dagFileName(model.dagId).toLowerCase()));
    const entries = Object.entries(await manifestOf(folder)).filter(
      ([dagId, { file }]) => stays(file) && !taken.has(dagFileName(dagId).toLowerCase()),
    );
    const old: OldEntries = Object.fromEntries(entries);
    const current = made.dags.filter((dag) => !made.compiled.includes(dag)).flatMap(outputsOf);
    const kept = [...current, ...(await filesOfDags(folder, Object.keys(old)))];
    return await writeGenerated(folder, generatedFiles(this.#project, made, types, old), kept);
  }
}

function settingsStamps({ folder, settings }: Project): Stamps {
  return new FileStamps(folder).ofSources([...configNames, ...settings.files]);
}

/** @throws {BuildError} with all that is wrong, types included, when something is */
/** @throws {BuildError} with what is wrong with the Python operators of the DAGs */
async function refuseOperators(
  { folder }: Project,
  python: string | null,
  { dags }: Pick<Compiled, "dags">,
): Promise<void> {
  if (python === null) return;
  const models = dags.map(({ model }) => model);
  const problems = await checkOperators(folder, python, models);
  if (problems.length > 0) throw new BuildError(problems);
}

async function refuseProblems(
  { modules, problems, unbundled }: Compiled,
  types: TypeChecker | null,
  checking: Promise<TypeCheck>,
): Promise<void> {
  if (problems.length === 0) return;
  // TypeScript looks at no types while there is a syntax error.
  const others = modules.filter((file) => !unbundled.includes(file));
  const checked = await (unbundled.length > 0 ? checkTypes(types, others) : checking);
  throw new BuildError(withTypes(problems, checked.problems));
}
