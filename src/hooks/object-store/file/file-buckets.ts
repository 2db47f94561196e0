// Finds the files of a folder store's objects: symbolic links are followed within the store, and refused beyond.
import { lstat, mkdir, opendir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { AirflowFailException } from "../../../sdk/outcome.ts";
import { ObjectChangedError } from "../object-errors.ts";
import type { ObjectInfo } from "../object-store.ts";
import { fileError } from "./file-errors.ts";
import { etagOf, type FileMetadata } from "./file-metadata.ts";
import { BucketRoot, bucketFolder, objectFile } from "./file-paths.ts";
import { FileVersion } from "./file-version.ts";

/** An object whose file is open. */
export interface OpenObject {
  readonly version: FileVersion;
  readonly info: ObjectInfo;
}

export class FileBuckets {
  readonly #folder: string;
  readonly #place: string;
  readonly #metadata: FileMetadata;

  constructor(storeFolder: string, place: string, metadata: FileMetadata) {
    this.#folder = storeFolder;
    this.#place = place;
    this.#metadata = metadata;
  }

  /** The bucket, which must exist and may be listed. */
  async root(bucket: string): Promise<BucketRoot> {
    const folder = bucketFolder(this.#folder, bucket);
    try {
      const directory = await opendir(folder);
      await directory.close();
      return await BucketRoot.find(this.#folder, folder);
    } catch (error) {
      throw fileError(error, { doing: "Listing", bucket, key: null }, this.#place);
    }
  }

  /**
   * Opens an object's file; null when there is none.
   *
   * @param toRead aborts the wait for a file that was changed just now; without it, only look at the file
   */
  async open(bucket: string, key: string, toRead?: AbortSignal): Promise<OpenObject | null> {
    const file = objectFile(this.#folder, bucket, key);
    for (;;) {
      const version = await FileVersion.open(file);
      if (version === null) {
        await this.root(bucket);
        return null;
      }
      try {
        if (toRead && !(await version.settle(toRead))) throw new ObjectChangedError(bucket, key);
        const info = await this.#describe(version, file, bucket, key);
        if (info !== null) return { version, info };
      } catch (error) {
        await version.close();
        throw error;
      }
      await version.close();
    }
  }

  /** Null when another file has taken the name meanwhile. */
  async #describe(
    version: FileVersion,
    file: string,
    bucket: string,
    key: string,
  ): Promise<ObjectInfo | null> {
    const real = await realpath(file).catch(() => null);
    // After opening, so that no link can be changed in between.
    if (real === null || !(await version.isAt(real))) return null;
    const root = await BucketRoot.find(this.#folder, bucketFolder(this.#folder, bucket));
    this.#refuseOutside(root, real, bucket, key);
    const { size, etag } = version;
    const metadata = await this.#metadata.load(etag);
    // Without metadata it may be an object that was replaced just now, its metadata being gone already.
    if (metadata === null && (await existingEtag(file)) !== etag) return null;
    return { size, etag, metadata: metadata ?? {} };
  }

  /** The file of an object that is to be written; the folder that it lies in is made unless it is there. */
  async fileToWrite(bucket: string, key: string): Promise<string> {
    const root = await this.root(bucket);
    const file = objectFile(this.#folder, bucket, key);
    const folder = path.dirname(file);
    this.#refuseOutside(root, await deepestExisting(folder), bucket, key);
    await mkdir(folder, { recursive: true });
    return this.#inFolder(root, file, bucket, key);
  }

  /** The file of an object that is to be removed, or null when there is none. */
  async fileToRemove(bucket: string, key: string): Promise<string | null> {
    const root = await this.root(bucket);
    const file = objectFile(this.#folder, bucket, key);
    return (await existingEtag(file)) === null ? null : this.#inFolder(root, file, bucket, key);
  }

  /** By the real path of its folder: the file itself may be a link, which is then what is replaced or removed. */
  async #inFolder(root: BucketRoot, file: string, bucket: string, key: string): Promise<string> {
    const folder = await realpath(path.dirname(file));
    this.#refuseOutside(root, folder, bucket, key);
    return path.join(folder, path.basename(file));
  }

  #refuseOutside(root: BucketRoot, real: string, bucket: string, key: string): void {
    if (root.holds(real)) return;
    throw new AirflowFailException(
      `Object "${key}" in bucket "${bucket}" is refused: a symbolic link leads out of the store there ` +
        `(${this.#place}). Put the file itself into the store; only the store's folder and its buckets may be links ` +
        "to other places.",
    );
  }
}

/** The etag of the object in a file; null when there is none. */
export async function existingEtag(file: string): Promise<string | null> {
  const stats = await stat(file, { bigint: true }).catch(() => null);
  return stats?.isFile() ? etagOf(stats) : null;
}

/** The etag that is gone with this name; null for a link, and where other names of the file stay. */
export async function etagOfOnlyName(file: string): Promise<string | null> {
  const stats = await lstat(file, { bigint: true }).catch(() => null);
  return stats?.isFile() && stats.nlink === 1n ? etagOf(stats) : null;
}

/** The path of the folder, or of the nearest one above it that is there, without symbolic links. */
async function deepestExisting(folder: string): Promise<string> {
  return realpath(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return deepestExisting(path.dirname(folder));
    throw error;
  });
}
