// Walks a bucket's folder in the order in which S3 lists keys.
import { Buffer } from "node:buffer";
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** A file of a bucket. */
export interface KeyedFile {
  readonly key: string;
  readonly file: string;
}

/** The files below `folder` whose keys begin with `prefix`; one directory at a time is held in memory. */
export async function* listFiles(
  folder: string,
  prefix: string,
  parent: string = "",
): AsyncGenerator<KeyedFile> {
  for (const key of await childKeys(folder, parent)) {
    if (key.endsWith("/")) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* listFiles(folder, prefix, key);
    } else if (key.startsWith(prefix)) {
      yield { key, file: path.join(folder, key) };
    }
  }
}

/** A directory's key ends with a slash, which takes part in the order: "a-b" comes before "a/b". */
async function childKeys(folder: string, parent: string): Promise<string[]> {
  const directory = path.join(folder, parent);
  // A directory that was removed in the meantime has no keys.
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const keys = await Promise.all(
    entries.map(async (entry) => {
      const isFolder = await leadsToFolder(directory, entry);
      return `${parent}${entry.name}${isFolder ? "/" : ""}`;
    }),
  );
  return keys.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

async function leadsToFolder(directory: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await stat(path.join(directory, entry.name)).catch(() => null);
  return target?.isDirectory() ?? false;
}
