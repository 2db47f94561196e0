// The builds a person asks for: write the generated folder, once or again and again, or check it.
import path from "node:path";
import { bundlePath, generatedFolder, modelPath, type Project } from "../model/project.ts";
import type { TypeChecker } from "./check/types/type-checker.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { Describer } from "./describe/describe-dags.ts";
import { dagFileName } from "./emit/emit-python.ts";
import { lastModuleOf, moduleOf } from "./find-dag-module.ts";
import { type Generated, generate, generateOne, type Tools } from "./generate.ts";
import { type CheckResult, checkGenerated } from "./write/check-generated.ts";
import { FileStamps, type Stamps } from "./write/file-stamps.ts";
import { type Difference, listFiles } from "./write/generated-folder.ts";
import { writeGenerated } from "./write/write-generated.ts";

interface Noted {
  /** What is no problem, and should be known. */
  readonly note: string | null;
}

export interface BuildResult extends Noted {
  readonly dagIds: readonly string[];
  readonly tasks: number;
  /** How many of the DAGs were compiled; the others had not changed since the last time. */
  readonly compiled: number;
  readonly written: readonly Difference[];
}

/**
 * @param timeLimit milliseconds that evaluating one DAG module may take
 * @param types null when types are not to be checked
 * @throws {BuildError} with all problems
 */
export async function checkDags(
  project: Project,
  timeLimit: number,
  types: TypeChecker | null,
): Promise<CheckResult & Noted> {
  const tools = { describer: new Describer(timeLimit), types };
  const generated = await generate(project, new Map(), tools);
  const checked = await checkGenerated(path.join(project.folder, generatedFolder), generated.files);
  return { ...checked, note: (await generated.types).note };
}

/** A DAG that was built, and the files that tell whether it has to be built again. */
interface BuiltDag {
  readonly dag: CompiledDag;
  readonly inputs: Stamps;
  readonly outputs: Stamps;
}

/** Files that change how every DAG is bundled: when one of them does, everything is built again. */
const settings = ["package.json", "tsconfig.json", "node_modules/.package-lock.json"];

/** Builds a project any number of times; a DAG is compiled again when a file it was made from has changed. */
export class ProjectBuilder {
  readonly #project: Project;
  readonly #tools: Tools;
  readonly #folder: string;
  #built: readonly BuiltDag[] = [];

  /**
   * @param timeLimit milliseconds that evaluating one DAG module may take
   * @param types null when types are not to be checked
   */
  constructor(project: Project, timeLimit: number, types: TypeChecker | null) {
    this.#project = project;
    this.#tools = { describer: new Describer(timeLimit), types };
    this.#folder = path.join(project.folder, generatedFolder);
  }

  /** Makes ready for the next build: worth it when one will follow. */
  prepare(): void {
    this.#tools.describer.prepare();
  }

  /** @throws {BuildError} with all problems; nothing was written then */
  async build(): Promise<BuildResult> {
    const stamps = this.#stamps();
    const current = this.#current(stamps);
    const known = new Map(current.map(({ dag }) => [dag.file, dag]));
    const generated = await generate(this.#project, known, this.#tools);
    const kept = current.filter(({ dag }) => generated.dags.includes(dag));
    const names = kept.flatMap(({ outputs }) => [...outputs.keys()]);
    const written = await writeGenerated(this.#folder, generated.files, names);
    this.#built = [...kept, ...built(generated.compiled, stamps)];
    return await result(generated, written);
  }

  /**
   * Builds one DAG and looks at no other: whatever is wrong with the others does not matter, and what was generated
   * of them stays as it is.
   *
   * @throws {BuildError} with the problems of its module; nothing was written then
   * @throws {UserError} when there is no such DAG
   */
  async buildDag(dagId: string): Promise<BuildResult> {
    const stamps = this.#stamps();
    const current = this.#current(stamps);
    const known = new Map(current.map(({ dag }) => [dag.file, dag]));
    const generated = await this.#generateDag(dagId, known);
    const own = `${path.posix.dirname(modelPath(dagId))}/`;
    const others = (await listFiles(this.#folder)).filter((file) => !file.startsWith(own));
    const kept = generated.dags.filter((dag) => !generated.compiled.includes(dag)).flatMap(outputsOf);
    const written = await writeGenerated(this.#folder, generated.files, [...others, ...kept]);
    const compiled = generated.compiled.map(({ file }) => file);
    this.#built = [
      ...this.#built.filter(({ dag }) => !compiled.includes(dag.file)),
      ...built(generated.compiled, stamps),
    ];
    return await result(generated, written);
  }

  async #generateDag(dagId: string, known: ReadonlyMap<string, CompiledDag>): Promise<Generated> {
    const last = await lastModuleOf(this.#project, dagId);
    const guessed = last && (await generateOne(this.#project, last, known, this.#tools));
    if (guessed && guessed.dags[0]?.model.dagId === dagId) return guessed;
    const module = await moduleOf(this.#project, dagId, this.#tools.describer);
    return await generateOne(this.#project, module, known, this.#tools);
  }

  #stamps(): BuildStamps {
    return { inputs: new FileStamps(this.#project.folder), outputs: new FileStamps(this.#folder) };
  }

  /** What was built and is as it was. */
  #current({ inputs, outputs }: BuildStamps): BuiltDag[] {
    return this.#built.filter(
      (built) => inputs.areCurrent(built.inputs) && outputs.areCurrent(built.outputs),
    );
  }
}

/** What files are during one build. */
interface BuildStamps {
  readonly inputs: FileStamps;
  readonly outputs: FileStamps;
}

function built(compiled: readonly CompiledDag[], { inputs, outputs }: BuildStamps): BuiltDag[] {
  return compiled.map((dag) => ({
    dag,
    inputs: inputs.ofSources([...settings, ...dag.inputs]),
    outputs: outputs.ofOutputs(outputsOf(dag)),
  }));
}

async function result(
  { dags, compiled, types }: Generated,
  written: readonly Difference[],
): Promise<BuildResult> {
  return {
    dagIds: dags.map(({ model }) => model.dagId),
    tasks: dags.reduce((sum, { model }) => sum + model.tasks.length, 0),
    compiled: compiled.length,
    written,
    note: (await types).note,
  };
}

function outputsOf({ model, tasks }: CompiledDag): string[] {
  const bundles = tasks.map(({ dagId, task }) => bundlePath(dagId, task.taskId));
  return [
    dagFileName(model.dagId),
    modelPath(model.dagId),
    ...bundles.flatMap((bundle) => [bundle, `${bundle}.map`]),
  ];
}
