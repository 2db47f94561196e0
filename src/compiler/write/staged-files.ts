// Replaces generated files all together, each in one step.
import { rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { FileReplacement } from "../../system/replace-file.ts";
import { isBundle } from "./generated-folder.ts";

/** New contents that wait beside the files they replace, until all are there. */
export class StagedFiles {
  readonly #folder: string;
  readonly #staged = new Map<string, FileReplacement>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(file: string, content: Uint8Array): Promise<void> {
    const replacement = new FileReplacement(path.join(this.#folder, file));
    this.#staged.set(file, replacement);
    await writeFile(replacement.unfinished, content);
  }

  /**
   * Replaces each file in one step, bundles before the DAG files that run them, so that Airflow never reads a
   * half-written file or a DAG without its bundles.
   */
  commit(): void {
    const bundlesFirst = [...this.#staged].sort(([a], [b]) => Number(isBundle(b)) - Number(isBundle(a)));
    for (const [file, replacement] of bundlesFirst) {
      replacement.commit();
      this.#staged.delete(file);
    }
  }

  /** Removes what was not committed. */
  async discard(): Promise<void> {
    for (const { unfinished } of this.#staged.values()) await removeFile(this.#folder, unfinished);
  }
}

/** Removes a file, and the folders that are empty then. */
export async function removeFile(folder: string, file: string): Promise<void> {
  await rm(file, { force: true });
  for (let parent = path.dirname(file); parent !== path.resolve(folder); parent = path.dirname(parent)) {
    try {
      await rmdir(parent);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOTEMPTY" || code === "EEXIST") return;
      if (code !== "ENOENT") throw error;
    }
  }
}
