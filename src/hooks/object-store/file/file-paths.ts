// Where a folder store keeps its buckets and objects; no name leads out of the folder.
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

/** Backslashes separate on Windows. */
function isPlainName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name);
}
