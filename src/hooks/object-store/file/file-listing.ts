// Walks a bucket's folder in the order in which S3 lists keys.
import { Buffer, isUtf8 } from "node:buffer";
import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { type BucketRoot, isPlainName } from "./file-paths.ts";

/** Links that lead to each other make more ways to a folder than anybody could list. */
const waysToAFolder = 100;

/** A file of a bucket. */
export interface KeyedFile {
  readonly key: string;
  readonly file: string;
}

/** A directory under the key it is listed with, and the real ones it lies in, itself the last. */
interface Directory {
  readonly key: string;
  readonly real: readonly string[];
  readonly behindLink: boolean;
}

/** In a listing: a directory's key ends with a slash, which takes part in the order, "a-b" comes before "a/b". */
interface Entry {
  readonly key: string;
  readonly bytes: Buffer;
  /** Null for a file. */
  readonly directory: Directory | null;
}

export class FileListing {
  readonly #root: BucketRoot;
  readonly #prefix: string;
  readonly #passOver: (key: string, why: string) => void;
  readonly #ways = new Map<string, number>();

  /** @param passOver is told what cannot be an object although somebody may take it for one */
  constructor(root: BucketRoot, prefix: string, passOver: (key: string, why: string) => void) {
    this.#root = root;
    this.#prefix = prefix;
    this.#passOver = passOver;
  }

  /** The files whose keys begin with the prefix; one directory at a time is held in memory. */
  files(signal: AbortSignal): AsyncGenerator<KeyedFile> {
    return this.#filesIn({ key: "", real: [this.#root.folder], behindLink: false }, signal);
  }

  async *#filesIn(parent: Directory, signal: AbortSignal): AsyncGenerator<KeyedFile> {
    for (const { key, directory } of await this.#entries(parent)) {
      signal.throwIfAborted();
      if (directory !== null) yield* this.#filesIn(directory, signal);
      else yield { key, file: path.join(this.#root.folder, key) };
    }
  }

  async #entries(parent: Directory): Promise<Entry[]> {
    const folder = parent.real.at(-1) ?? "";
    const found = await readdir(folder, { withFileTypes: true, encoding: "buffer" }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENAMETOOLONG") this.#passOver(parent.key, "its path is too long to be opened");
        // A directory that was removed in the meantime has no keys.
        else if (error.code !== "ENOENT") throw error;
        return [];
      },
    );
    const entries: Entry[] = [];
    for (const dirent of found) {
      const entry = await this.#entry(parent, folder, dirent);
      if (entry !== null) entries.push(entry);
    }
    return entries.sort((one, other) => Buffer.compare(one.bytes, other.bytes));
  }

  /** Null for what is no object and holds none: FIFOs, sockets, devices, dead links, and what has another prefix. */
  async #entry(parent: Directory, folder: string, dirent: Dirent<Buffer>): Promise<Entry | null> {
    const name = dirent.name.toString();
    const key = parent.key + name;
    if (!this.#mayHold(key)) return null;
    if (!isUtf8(dirent.name) || !isPlainName(name))
      return this.#without(key, "its name cannot be part of a key");
    const file = path.join(folder, name);
    if (dirent.isFile()) return this.#file(key);
    if (dirent.isDirectory()) return this.#directory(parent, key, file, parent.behindLink);
    return dirent.isSymbolicLink() ? this.#link(parent, key, file) : null;
  }

  async #link(parent: Directory, key: string, file: string): Promise<Entry | null> {
    const real = await realpath(file).catch(() => null);
    const stats = real === null ? null : await stat(real).catch(() => null);
    if (real === null || stats === null) return null;
    if (!this.#root.holds(real))
      return this.#without(key, "it is a symbolic link that leads out of the store");
    if (stats.isDirectory()) return this.#directory(parent, key, real, true);
    return stats.isFile() ? this.#file(key) : null;
  }

  #file(key: string): Entry | null {
    return key.startsWith(this.#prefix) ? { key, bytes: Buffer.from(key), directory: null } : null;
  }

  #directory(parent: Directory, name: string, real: string, behindLink: boolean): Entry | null {
    const key = `${name}/`;
    if (!this.#mayHold(key)) return null;
    // A link to where it lies itself: all that is there is listed already.
    if (parent.real.includes(real)) return null;
    const ways = (this.#ways.get(real) ?? 0) + 1;
    if (behindLink) this.#ways.set(real, ways);
    if (ways > waysToAFolder)
      return this.#without(key, `${waysToAFolder} symbolic links led to the same before`);
    return { key, bytes: Buffer.from(key), directory: { key, real: [...parent.real, real], behindLink } };
  }

  /** Whether a key that begins like this may begin with the prefix. */
  #mayHold(key: string): boolean {
    return key.startsWith(this.#prefix) || this.#prefix.startsWith(key);
  }

  #without(key: string, why: string): null {
    this.#passOver(key, why);
    return null;
  }
}
