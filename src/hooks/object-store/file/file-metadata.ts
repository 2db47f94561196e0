// Objects' metadata in a folder store: one small file for each object that has any, named by the object's etag.
import type { BigIntStats } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod/mini";
import type { Logger } from "../../../sdk/logger.ts";
import { jsonIn, readSmallFile, UnreadableFileError } from "../small-file.ts";
import { makeOwnFolder } from "./own-folder.ts";

type Metadata = Readonly<Record<string, string>>;

/** S3 takes two KB; JSON writes some characters longer. */
const maxBytes = 64 * 1024;
const Metadata = z.record(z.string(), z.string());

/**
 * A file's etag. It costs no reading, and a rename keeps it: an object has its etag, and under it its
 * metadata, before it is published. Another file, or a change of this one, has another etag.
 */
export function etagOf({ ino, size, mtimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs].map((part) => part.toString(16)).join("-");
}

export class FileMetadata {
  readonly #folder: string;
  readonly #log: Logger;

  constructor(storeFolder: string, log: Logger) {
    this.#folder = path.join(storeFolder, ".windsock-metadata");
    this.#log = log;
  }

  /** Nothing is written for an object without metadata. */
  async save(etag: string, metadata: Metadata): Promise<void> {
    if (Object.keys(metadata).length === 0) return;
    await makeOwnFolder(this.#folder);
    await this.remove(etag);
    // "wx" follows no link that somebody has put there in between.
    await writeFile(this.#file(etag), `${JSON.stringify(metadata)}\n`, { flag: "wx", flush: true });
  }

  /** Null when nothing was saved; nor is what somebody else has put there believed, but named in the log. */
  async load(etag: string): Promise<Metadata | null> {
    const file = this.#file(etag);
    try {
      const text = await readSmallFile(file, maxBytes);
      if (text === null) return null;
      const { data, success } = Metadata.safeParse(jsonIn(text));
      if (!success) throw new UnreadableFileError(file, "holds no metadata");
      return data;
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      this.#log.warning(
        `${error.message}; the object has no metadata then. Remove it, or write the object anew.`,
      );
      return null;
    }
  }

  async remove(etag: string): Promise<void> {
    await rm(this.#file(etag), { force: true });
  }

  #file(etag: string): string {
    return path.join(this.#folder, `${etag}.json`);
  }
}
