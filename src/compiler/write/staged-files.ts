// Replaces generated files all together, each in one step.
import { rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { FileReplacement } from "../../system/replace-file.ts";
import { type FileContent, hashOf, lookAt } from "../current/file-versions.ts";
import { isBundle } from "./generated-folder.ts";

/** New contents that wait beside the files they replace, until all are there. */
export class StagedFiles {
  readonly #folder: string;
  readonly #staged = new Map<string, { readonly replacement: FileReplacement; readonly hash: string }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(file: string, content: Uint8Array): Promise<void> {
    const replacement = new FileReplacement(path.join(this.#folder, file));
    this.#staged.set(file, { replacement, hash: hashOf(content) });
    await writeFile(replacement.unfinished, content);
  }

  /**
   * Replaces each file in one step, bundles before the DAG files that run them, so that Airflow never reads a
   * half-written file or a DAG without its bundles.
   *
   * @returns what is there then, by the names in the folder
   */
  commit(): Map<string, FileContent> {
    const bundlesFirst = [...this.#staged].sort(([a], [b]) => Number(isBundle(b)) - Number(isBundle(a)));
    const committed = new Map<string, FileContent>();
    for (const [file, { replacement, hash }] of bundlesFirst) {
      replacement.commit();
      // At once: whoever edits it from now on gives it another stamp.
      committed.set(file, { hash, stamp: lookAt(replacement.file).stamp });
      this.#staged.delete(file);
    }
    return committed;
  }

  /** Removes what was not committed. */
  async discard(): Promise<void> {
    for (const { replacement } of this.#staged.values())
      await removeFile(this.#folder, replacement.unfinished);
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
