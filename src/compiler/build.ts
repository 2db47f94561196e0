// The builds a person asks for: write the generated folder, once or again and again, or check it.
import path from "node:path";
import { bundlePath, generatedFolder, modelPath, type Project } from "../model/project.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { Describer } from "./describe/describe-dags.ts";
import { dagFileName } from "./emit/emit-python.ts";
import { generate } from "./generate.ts";
import { type CheckResult, checkGenerated } from "./write/check-generated.ts";
import { FileStamps, type Stamps } from "./write/file-stamps.ts";
import type { Difference } from "./write/generated-folder.ts";
import { writeGenerated } from "./write/write-generated.ts";

export interface BuildResult {
  readonly dagIds: readonly string[];
  readonly tasks: number;
  /** How many of the DAGs were compiled; the others had not changed since the last time. */
  readonly compiled: number;
  readonly written: readonly Difference[];
}

/**
 * @param timeLimit milliseconds that evaluating one DAG module may take
 * @throws {BuildError} with all problems
 */
export async function checkDags(project: Project, timeLimit: number): Promise<CheckResult> {
  const { files } = await generate(project, new Map(), new Describer(timeLimit));
  return checkGenerated(path.join(project.folder, generatedFolder), files);
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
  readonly #describer: Describer;
  readonly #folder: string;
  #built: readonly BuiltDag[] = [];

  /** @param timeLimit milliseconds that evaluating one DAG module may take */
  constructor(project: Project, timeLimit: number) {
    this.#project = project;
    this.#describer = new Describer(timeLimit);
    this.#folder = path.join(project.folder, generatedFolder);
  }

  /** Makes ready for the next build: worth it when one will follow. */
  prepare(): void {
    this.#describer.prepare();
  }

  /** @throws {BuildError} with all problems; nothing was written then */
  async build(): Promise<BuildResult> {
    const inputs = new FileStamps(this.#project.folder);
    const outputs = new FileStamps(this.#folder);
    const current = this.#built.filter(
      (built) => inputs.areCurrent(built.inputs) && outputs.areCurrent(built.outputs),
    );
    const known = new Map(current.map(({ dag }) => [dag.file, dag]));
    const { dags, compiled, files } = await generate(this.#project, known, this.#describer);
    const kept = current.filter(({ dag }) => dags.includes(dag));
    const written = await writeGenerated(
      this.#folder,
      files,
      kept.flatMap(({ outputs }) => [...outputs.keys()]),
    );
    const built = compiled.map((dag) => ({
      dag,
      inputs: inputs.ofSources([...settings, ...dag.inputs]),
      outputs: outputs.ofOutputs(outputsOf(dag)),
    }));
    this.#built = [...kept, ...built];
    return {
      dagIds: dags.map(({ model }) => model.dagId),
      tasks: dags.reduce((sum, { model }) => sum + model.tasks.length, 0),
      compiled: compiled.length,
      written,
    };
  }
}

function outputsOf({ model, tasks }: CompiledDag): string[] {
  const bundles = tasks.map(({ dagId, task }) => bundlePath(dagId, task.taskId));
  return [
    dagFileName(model.dagId),
    modelPath(model.dagId),
    ...bundles.flatMap((bundle) => [bundle, `${bundle}.map`]),
  ];
}
