// What is remembered of a DAG that was built: all that tells whether it, or a bundle of it, has to be built again.
import type { CompiledDag } from "./compile-dag.ts";
import type { FileSet } from "./current/file-versions.ts";

/** A bundle with its source map, and the files that tell whether it has to be made again. */
export interface BuiltBundle {
  readonly bundle: string;
  /** Tells the program, and what stays out of it. */
  readonly key: string;
  readonly inputs: readonly FileSet[];
  readonly outputs: FileSet;
}

/** A DAG that was built, and all that tells whether it has to be built again. */
export interface BuiltDag {
  readonly dag: CompiledDag;
  /** What it was described from. */
  readonly inputs: readonly FileSet[];
  /** Environment variables that were read then; a hash of what they were. */
  readonly variables: readonly string[];
  readonly values: string;
  /** It asked for what is another thing each time. */
  readonly isRestless: boolean;
  readonly bundles: readonly BuiltBundle[];
  /** Its own files beside the bundles. */
  readonly outputs: FileSet;
}

/** Packages beside the bundles. */
export interface BuiltPackages {
  /** Tells which they are. */
  readonly key: string;
  readonly inputs: readonly FileSet[];
  readonly outputs: FileSet;
}

/** Types that were checked, and nothing was wrong with them. */
export interface CheckedTypes {
  readonly modules: readonly string[];
  readonly inputs: readonly FileSet[];
}
