// Collects what one build makes, and what it is made of.
import path from "node:path";
import type { ReadFiles } from "./bundle/bundle-programs.ts";
import type { FileContent } from "./current/file-versions.ts";
import type { Maker } from "./generate.ts";

/** Packages that were copied beside the bundles. */
export interface Shipped {
  /** Relative to the generated folder. */
  readonly names: readonly string[];
  /** What they are copies of, relative to the project's folder. */
  readonly sources: readonly string[];
}

export class MadeFiles implements Maker {
  readonly #projectFolder: string;
  /** What each bundle was made of, relative to the project's folder. */
  readonly read = new Map<string, readonly string[]>();
  /** The files that are there now, by their names in the generated folder. */
  readonly outputs = new Map<string, FileContent>();
  shippedFiles: Shipped | null = null;

  constructor(projectFolder: string) {
    this.#projectFolder = projectFolder;
  }

  bundled(read: ReadFiles): void {
    for (const [bundle, files] of read) this.read.set(bundle, files);
  }

  shipped(names: Iterable<string>, sources: Iterable<string>): void {
    const relative = (file: string) => path.relative(this.#projectFolder, file).replaceAll(path.sep, "/");
    this.shippedFiles = { names: [...names], sources: Array.from(sources, relative) };
  }
}
