// Objects' metadata in a folder store: one small file for each object that has any, named by the object's etag.
import type { BigIntStats } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

type Metadata = Readonly<Record<string, string>>;

/**
 * A file's etag. It costs no reading, and a rename keeps it: an object has its etag, and under it its
 * metadata, before it is published. Another file, or a change of this one, has another etag.
 */
export function etagOf({ ino, size, mtimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs].map((part) => part.toString(16)).join("-");
}

export class FileMetadata {
  readonly #folder: string;

  constructor(storeFolder: string) {
    this.#folder = path.join(storeFolder, ".windsock-metadata");
  }

  /** Nothing is written for an object without metadata. */
  async save(etag: string, metadata: Metadata): Promise<void> {
    if (Object.keys(metadata).length === 0) return;
    await mkdir(this.#folder, { recursive: true });
    await writeFile(this.#file(etag), `${JSON.stringify(metadata)}\n`, { flush: true });
  }

  /** Null when nothing was saved. */
  async load(etag: string): Promise<Metadata | null> {
    try {
      return JSON.parse(await readFile(this.#file(etag), "utf8"));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  }

  async remove(etag: string): Promise<void> {
    await rm(this.#file(etag), { force: true });
  }

  #file(etag: string): string {
    return path.join(this.#folder, `${etag}.json`);
  }
}
