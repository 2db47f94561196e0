// The small files by which a process that is killed lets the next one know of its multipart uploads.
import { appendFile, lstat, mkdir, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as z from "zod/mini";
import type { Logger } from "../../../sdk/logger.ts";
import { isLeftover, ownName } from "../abandoned-files.ts";
import { jsonIn, readSmallFile, UnreadableFileError } from "../small-file.ts";

/** An object key has a kilobyte, which JSON may write six times as long. */
const maxBytes = 16 * 1024;
/** How often another process may remove the folder, when it was empty, between two steps of this one. */
const attempts = 5;

/** Which upload it is. */
export interface MarkedUpload {
  /** As it may be shown: a mark is no place for a password. */
  readonly endpoint: string | null;
  readonly bucket: string;
  readonly key: string;
}

/** This process's mark of an upload. */
export interface UploadMark {
  /** Notes the id, as soon as S3 has given it. */
  identify(uploadId: string): Promise<void>;
  /** The upload has come to an end. */
  remove(): Promise<void>;
}

/** A mark of a process that is gone. */
export interface LeftMark extends MarkedUpload {
  /** Absent when the process died before it was told. */
  readonly uploadId: string | undefined;
  remove(): Promise<void>;
}

const Marked: z.ZodMiniType<MarkedUpload> = z.object({
  endpoint: z.nullable(z.string()),
  bucket: z.string(),
  key: z.string(),
});

/**
 * Marks lie in a folder that only this user may enter, below the temporary one: this machine's, and there only while
 * there are marks in it. What is found in it is not believed all the same, and never stops an upload.
 */
export class UploadMarks {
  readonly #folder = path.join(os.tmpdir(), `windsock-uploads-${process.getuid?.() ?? "user"}`);
  readonly #log: Logger;
  readonly #said = new Set<string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** To be called before S3 is asked for the upload. */
  async add({ endpoint, bucket, key }: MarkedUpload): Promise<UploadMark> {
    const file = path.join(this.#folder, ownName());
    const isMarked = await this.#write(file, `${JSON.stringify({ endpoint, bucket, key })}\n`);
    return {
      identify: async (uploadId) => {
        if (isMarked) await appendFile(file, `${uploadId}\n`).catch(() => undefined);
      },
      remove: () => this.#remove(file),
    };
  }

  /** Those of processes that are gone. A bad one is named in the log, once, and passed over. */
  async left(): Promise<LeftMark[]> {
    const left: LeftMark[] = [];
    const names = (await this.#isOwn()) ? await readdir(this.#folder).catch(() => []) : [];
    for (const file of names.map((name) => path.join(this.#folder, name))) {
      if (!(await isLeftover(file))) continue;
      const mark = await this.#read(file).catch((error: Error) => {
        this.#warn(`${error.message}; it is passed over. Remove it.`);
        return null;
      });
      if (mark !== null) left.push(mark);
    }
    return left;
  }

  /** A full disk is no reason not to upload: the mark is only needed should this process be killed. */
  async #write(file: string, text: string): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await mkdir(this.#folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== "EEXIST") throw error;
        });
        if (!(await this.#isOwn())) return false;
        await writeFile(file, text, { flag: "wx", mode: 0o600 });
        return true;
      } catch (error) {
        // Half a mark is worse than none.
        await this.#remove(file);
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ENOENT" && attempt < attempts) continue;
        this.#warn(`An upload goes on without a mark: none can be written to ${this.#folder} (${code}).`);
        return false;
      }
    }
  }

  async #isOwn(): Promise<boolean> {
    const stats = await lstat(this.#folder).catch(() => null);
    if (stats === null) return true;
    // On Windows, the temporary folder itself is the user's own.
    const mayOthers =
      process.getuid !== undefined && (stats.uid !== process.getuid() || (stats.mode & 0o077) !== 0);
    if (stats.isDirectory() && !mayOthers) return true;
    this.#warn(
      `Uploads go on without marks: ${this.#folder} is not a folder of this user's own that nobody else may enter ` +
        "(mode 0700). Remove it; until then, the uploads of processes that are killed stay open.",
    );
    return false;
  }

  /** Null when there is nothing to be done for it any more. */
  async #read(file: string): Promise<LeftMark | null> {
    const text = await readSmallFile(file, maxBytes);
    if (text === null) return null;
    const [target = "", ...ids] = text.split("\n");
    // Killed in the middle of writing it, before S3 was asked.
    if (ids.length === 0) {
      await this.#remove(file);
      return null;
    }
    const { data, success } = Marked.safeParse(jsonIn(target));
    if (!success) throw new UnreadableFileError(file, "is no mark of an upload");
    // The last part is empty, or an id that was not written to its end.
    return { ...data, uploadId: ids.slice(0, -1).at(0), remove: () => this.#remove(file) };
  }

  async #remove(file: string): Promise<void> {
    await rm(file, { force: true }).catch(() => undefined);
    // While it holds other marks, it stays.
    await rmdir(this.#folder).catch(() => undefined);
  }

  #warn(message: string): void {
    if (!this.#said.has(message)) this.#log.warning(message);
    this.#said.add(message);
  }
}
