// The builds a person asks for: write the generated folder, once or again and again, or check it.
import { isDeepStrictEqual } from "node:util";
import { BuildError } from "../model/build-error.ts";
import type { Problem } from "../model/problem.ts";
import { bundlePath, generatedFolder, modelPath, type Project } from "../model/project.ts";
import { BuildLock } from "./build-lock.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { configNames, loadProject } from "./config/load-project.ts";
import { Describer } from "./describe/describe-dags.ts";
import { isConcerned } from "./describe-project.ts";
import { dagFileName } from "./emit/emit-python.ts";
import type { Externals } from "./externals/external.ts";
import { type Compiled, compileDags, externalsOf, generatedFiles, type OldEntries } from "./generate.ts";
import { settingsFiles } from "./watch/settings-files.ts";
import { manifestOf } from "./write/changed-sources.ts";
import { type CheckResult, checkGenerated } from "./write/check-generated.ts";
import { FileStamps, type Stamps } from "./write/file-stamps.ts";
import { type Difference, filesOfDags } from "./write/generated-folder.ts";
import { writeGenerated } from "./write/write-generated.ts";

export interface BuildOptions {
  /** Builds the DAGs that nothing is wrong with, and leaves of the others what was built before. @default false */
  readonly keepGoing?: boolean;
  /** Aborted: the build ends early, and the signal's reason is thrown. */
  readonly signal?: AbortSignal;
}

export interface BuildResult {
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
 * @throws {BuildError} with all problems
 */
export async function checkDags(project: Project, timeLimit: number): Promise<CheckResult> {
  const compiled = await compileDags(project, new Map(), new Describer(timeLimit));
  if (compiled.problems.length > 0) throw new BuildError(compiled.problems);
  return checkGenerated(project, generatedFiles(project, compiled));
}

/** A DAG that was built, and the files that tell whether it has to be built again. */
interface BuiltDag {
  readonly dag: CompiledDag;
  readonly inputs: Stamps;
  readonly outputs: Stamps;
}

/** Builds a project any number of times; a DAG is compiled again when a file it was made from has changed. */
export class ProjectBuilder {
  readonly #describer: Describer;
  readonly #lock: BuildLock;
  #project: Project;
  #settings: Stamps;
  #built: readonly BuiltDag[] = [];
  #inputs: ReadonlySet<string> = new Set(configNames);

  /**
   * @param timeLimit milliseconds that evaluating one DAG module may take
   * @param note told when the build has to wait for another process's
   */
  constructor(project: Project, timeLimit: number, note: (text: string) => void) {
    this.#project = project;
    this.#describer = new Describer(timeLimit);
    this.#settings = settingsStamps(project, new FileStamps(project.folder));
    this.#lock = new BuildLock(project.folder, note);
  }

  /** Makes ready for the next build: worth it when one will follow. */
  prepare(): void {
    this.#describer.prepare();
  }

  /** What the DAGs were made from, as far as it is known; relative to the project's folder. */
  get inputs(): ReadonlySet<string> {
    return this.#inputs;
  }

  /** @throws {BuildError} with all problems; nothing was written then, unless the build keeps going */
  async build({ keepGoing = false, signal }: BuildOptions = {}): Promise<BuildResult> {
    const unlock = await this.#lock.acquire(signal);
    try {
      return await this.#build(keepGoing, signal);
    } finally {
      unlock();
    }
  }

  async #build(keepGoing: boolean, signal: AbortSignal | undefined): Promise<BuildResult> {
    const inputs = new FileStamps(this.#project.folder);
    await this.#renewSettings(inputs);
    const outputs = new FileStamps(generatedFolder(this.#project));
    const current = this.#built.filter(
      (built) => inputs.areCurrent(built.inputs) && outputs.areCurrent(built.outputs),
    );
    const known = new Map(current.map(({ dag }) => [dag.file, dag]));
    const all = await compileDags(this.#project, known, this.#describer, signal);
    const settings = settingsFiles(this.#project.folder, all.inputs);
    this.#inputs = new Set([...this.#inputs, ...settings, ...all.inputs]);
    if (!keepGoing && all.problems.length > 0) throw new BuildError(all.problems);
    const { written, ...made } = await this.#write(all, keepGoing);
    const kept = current.filter(({ dag }) => made.dags.includes(dag));
    const built = made.compiled.map((dag) => ({
      dag,
      inputs: inputs.ofSources([...settings, ...dag.inputs]),
      outputs: outputs.ofOutputs(outputsOf(dag)),
    }));
    this.#built = [...kept, ...built];
    if (made.problems.length === 0)
      this.#inputs = new Set(this.#built.flatMap((each) => [...each.inputs.keys()]));
    const externals = externalsOf(this.#project, made.dags);
    return { dags: made.dags, compiled: built.length, written, externals, problems: made.problems };
  }

  /** @throws {BuildError} with all that is wrong with them */
  async #renewSettings(stamps: FileStamps): Promise<void> {
    if (stamps.areCurrent(this.#settings)) return;
    const project = await loadProject(this.#project.folder);
    if (!isDeepStrictEqual(project, this.#project)) this.#built = [];
    this.#project = project;
    this.#settings = settingsStamps(project, stamps);
  }

  /** Writes the DAGs; when tasks of some do not bundle and the build keeps going, those of the others. */
  async #write(
    all: Compiled,
    keepGoing: boolean,
  ): Promise<Pick<Compiled, "dags" | "compiled" | "problems"> & { written: readonly Difference[] }> {
    const folder = generatedFolder(this.#project);
    try {
      const old = await this.#oldEntries(all);
      const kept = [
        ...all.dags.filter((dag) => !all.compiled.includes(dag)).flatMap(outputsOf),
        ...(await filesOfDags(folder, Object.keys(old))),
      ];
      const written = await writeGenerated(folder, generatedFiles(this.#project, all, old), kept);
      return { ...all, written };
    } catch (error) {
      if (!keepGoing || !(error instanceof BuildError)) throw error;
      const isWell = (dag: CompiledDag) => !isConcerned(dag.inputs, error.problems);
      const [dags, compiled] = [all.dags.filter(isWell), all.compiled.filter(isWell)];
      // Otherwise it would be the same again.
      if (compiled.length === all.compiled.length) throw error;
      return await this.#write(
        { ...all, dags, compiled, problems: [...all.problems, ...error.problems] },
        keepGoing,
      );
    }
  }

  /** What is said of broken modules' DAGs: what was built of them before stays, unless another has its place now. */
  async #oldEntries({ modules, dags }: Compiled): Promise<OldEntries> {
    const broken = new Set(modules.filter((file) => !dags.some((dag) => dag.file === file)));
    const taken = new Set(dags.map(({ model }) => dagFileName(model.dagId).toLowerCase()));
    const stay = Object.entries(
      broken.size === 0 ? {} : await manifestOf(generatedFolder(this.#project)),
    ).filter(([dagId, { file }]) => broken.has(file) && !taken.has(dagFileName(dagId).toLowerCase()));
    return Object.fromEntries(stay);
  }
}

function settingsStamps({ settings }: Project, stamps: FileStamps): Stamps {
  return stamps.ofSources([...configNames, ...settings.files]);
}

function outputsOf({ model, tasks }: CompiledDag): string[] {
  const bundles = tasks.map(({ dagId, task }) => bundlePath(dagId, task.taskId));
  return [
    dagFileName(model.dagId),
    modelPath(model.dagId),
    ...bundles.flatMap((bundle) => [bundle, `${bundle}.map`]),
  ];
}
