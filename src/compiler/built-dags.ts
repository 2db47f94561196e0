// Remembers what was built, and tells which of it is still as it was: cheaply, by the stamps of files.
import { generatedFolder, modelPath, type Project } from "../model/project.ts";
import type { CompiledDag } from "./compile-dag.ts";
import { dagFileName } from "./emit/module-names.ts";
import { FileStamps, type Stamps } from "./write/file-stamps.ts";

/** A DAG that was built, and the files that tell whether it has to be built again. */
interface BuiltDag {
  readonly dag: CompiledDag;
  readonly inputs: Stamps;
  readonly outputs: Stamps;
}

/** What files are during one build. */
export interface BuildStamps {
  readonly inputs: FileStamps;
  readonly outputs: FileStamps;
}

export class BuiltDags {
  readonly #project: Project;
  #built: readonly BuiltDag[] = [];

  constructor(project: Project) {
    this.#project = project;
  }

  /** To be taken before a build reads anything. */
  stamps(): BuildStamps {
    const { folder } = this.#project;
    return { inputs: new FileStamps(folder), outputs: new FileStamps(generatedFolder(this.#project)) };
  }

  /** All files that were read for the DAGs, relative to the project's folder. */
  get inputs(): Set<string> {
    return new Set(this.#built.flatMap(({ inputs }) => [...inputs.keys()]));
  }

  /** The DAGs that are as they were, by their modules. */
  current({ inputs, outputs }: BuildStamps): ReadonlyMap<string, CompiledDag> {
    const current = this.#built.filter(
      (built) => inputs.areCurrent(built.inputs) && outputs.areCurrent(built.outputs),
    );
    return new Map(current.map(({ dag }) => [dag.file, dag]));
  }

  /**
   * @param compiled DAGs that were built now
   * @param kept those that were built earlier and still are what they were; all others are forgotten
   * @param settings files that the compiled ones depend on beside their own
   */
  note(
    compiled: readonly CompiledDag[],
    kept: (dag: CompiledDag) => boolean,
    settings: readonly string[],
    { inputs, outputs }: BuildStamps,
  ): void {
    const built = compiled.map((dag) => ({
      dag,
      inputs: inputs.ofSources([...settings, ...dag.inputs]),
      outputs: outputs.ofOutputs(outputsOf(dag)),
    }));
    this.#built = [...this.#built.filter(({ dag }) => kept(dag)), ...built];
  }
}

/** The DAG's generated files, relative to their folder. */
export function outputsOf({ model, programs }: CompiledDag): string[] {
  return [
    dagFileName(model.dagId),
    modelPath(model.dagId),
    ...programs.flatMap(({ bundle }) => [bundle, `${bundle}.map`]),
  ];
}
