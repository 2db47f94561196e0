// What is kept of builds in a file: plain JSON, with paths that are relative to the project's folder.
import path from "node:path";
import type { BuiltBundle, BuiltDag, BuiltPackages, CheckedTypes } from "./built-dag.ts";
import type { Program } from "./bundle/bundle-programs.ts";
import type { CompiledDag } from "./compile-dag.ts";
import type { PackedSets } from "./current/file-sets.ts";
import type { FileSet } from "./current/file-versions.ts";
import type { External } from "./externals/external.ts";

/** The same with numbers in the place of sets. */
type Packed<T> = {
  readonly [Name in keyof T]: T[Name] extends FileSet
    ? number
    : T[Name] extends readonly FileSet[]
      ? readonly number[]
      : T[Name];
};

/** All of it. */
export interface KeptBuilds {
  readonly circumstances: string;
  readonly sets: PackedSets;
  /** Windsock's own files. */
  readonly tools: number;
  readonly dags: readonly PackedDag[];
  readonly packages: Packed<BuiltPackages> | null;
  readonly types: Packed<CheckedTypes> | null;
}

interface PackedDag extends Omit<Packed<BuiltDag>, "dag" | "bundles"> {
  readonly dag: Omit<CompiledDag, "described" | "programs" | "inputs" | "externals"> & {
    readonly described: Omit<CompiledDag["described"], "file" | "model">;
    readonly programs: readonly Omit<Program, "entry">[];
    readonly externals: readonly External[];
  };
  readonly bundles: readonly Packed<BuiltBundle>[];
}

export function packDag(built: BuiltDag, number: (set: FileSet) => number, projectFolder: string): PackedDag {
  const { described, programs, inputs: _, externals, ...dag } = built.dag;
  const { file, model, ...said } = described;
  const importer = (absolute: string) => path.relative(projectFolder, absolute);
  return {
    ...built,
    dag: {
      ...dag,
      described: said,
      programs: programs.map(({ bundle, build }) => ({ bundle, build })),
      externals: [...externals.values()].map((each) => ({ ...each, importer: importer(each.importer) })),
    },
    inputs: built.inputs.map(number),
    outputs: number(built.outputs),
    bundles: built.bundles.map((bundle) => ({
      ...bundle,
      inputs: bundle.inputs.map(number),
      outputs: number(bundle.outputs),
    })),
  };
}

export function unpackDag(
  packed: PackedDag,
  set: (number: number) => FileSet,
  projectFolder: string,
): BuiltDag {
  const { dag } = packed;
  const { file, model } = dag;
  const inputs = packed.inputs.map(set);
  return {
    ...packed,
    dag: {
      ...dag,
      described: { ...dag.described, file, model },
      // Its bundles are there: nothing starts from their entries again.
      programs: dag.programs.map((program) => ({ ...program, entry: "" })),
      externals: new Map(
        dag.externals.map((each) => [
          each.name,
          { ...each, importer: path.join(projectFolder, each.importer) },
        ]),
      ),
      inputs: () => new Set(inputs.flatMap((each) => each.map((version) => version.file))),
    },
    inputs,
    outputs: set(packed.outputs),
    bundles: packed.bundles.map((bundle) => ({
      ...bundle,
      inputs: bundle.inputs.map(set),
      outputs: set(bundle.outputs),
    })),
  };
}
