// Where a folder store keeps its buckets and objects; no name and no symbolic link leads out of the folder.
import { realpath } from "node:fs/promises";
import path from "node:path";
import type { Connection } from "../../../model/connection/connection.ts";
import { AirflowFailException } from "../../../sdk/outcome.ts";

/** The store's folder, from the connection's extra. */
export function storeFolder({ connId, extra }: Connection): string {
  if (typeof extra.path !== "string" || !path.isAbsolute(extra.path)) {
    throw new AirflowFailException(
      `Connection "${connId}" must name a folder: set "path" in its extra to an absolute path.`,
    );
  }
  return path.normalize(extra.path);
}

/** Names that begin with a dot are the store's own. */
export function bucketFolder(folder: string, bucket: string): string {
  if (bucket.startsWith(".") || !isPlainName(bucket)) {
    throw new AirflowFailException(
      `"${bucket}" cannot be a bucket: its name must be one folder's name and not begin with a dot.`,
    );
  }
  return path.join(folder, bucket);
}

/** The file of an object. */
export function objectFile(folder: string, bucket: string, key: string): string {
  if (!key.split("/").every(isPlainName)) {
    throw new AirflowFailException(
      `"${key}" cannot be the key of a file: between its slashes must be names, not "", "." or "..".`,
    );
  }
  return path.join(bucketFolder(folder, bucket), ...key.split("/"));
}

/** Backslashes separate on Windows; half a surrogate pair would become another name's character. */
export function isPlainName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\0]|\p{Surrogate}/u.test(name);
}

/** Where a bucket really is, and what of the file system belongs to it. */
export class BucketRoot {
  /** With all symbolic links resolved: the bucket or the whole store may be one. */
  readonly folder: string;
  readonly #store: string;

  private constructor(folder: string, store: string) {
    this.folder = folder;
    this.#store = store;
  }

  /** @param folder the bucket's, which must exist */
  static async find(storeFolder: string, folder: string): Promise<BucketRoot> {
    return new BucketRoot(await realpath(folder), await realpath(storeFolder));
  }

  /** Whether a path without symbolic links lies in the bucket or another one of the store. */
  holds(real: string): boolean {
    if (real === this.folder || isBelow(this.folder, real)) return true;
    return isBelow(this.#store, real) && !path.relative(this.#store, real).startsWith(".");
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== "" && relative.split(path.sep)[0] !== ".." && !path.isAbsolute(relative);
}
