// Says how the generated folder differs from what was generated.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { bundlesFolder, callbacksFolder, manifestName, modelPath } from "../../model/project.ts";
import type { Files } from "../bundle/bundle-programs.ts";
import { type FileContent, hashOf, settledStamp } from "../current/file-versions.ts";
import { generatedMark } from "../emit/emit-python.ts";
import { dagFileName } from "../emit/module-names.ts";
import { isShipped } from "../externals/ship-packages.ts";

/** How a file of the folder differs from what was generated. */
export interface Difference {
  readonly kind: "changed" | "missing" | "orphaned";
  /** Relative to the generated folder. */
  readonly file: string;
}

/** Bundles are built, not committed: a fresh clone has none. */
export function isBundle(file: string): boolean {
  return file.startsWith(`${bundlesFolder}/`);
}

export interface Comparison {
  /** The files that are missing or have another content. */
  readonly differences: readonly Difference[];
  /** The others as they are, by their names in the folder. */
  readonly same: ReadonlyMap<string, FileContent>;
}

export async function compareFiles(folder: string, files: Files): Promise<Comparison> {
  const differences: Difference[] = [];
  const same = new Map<string, FileContent>();
  const compare = async ([file, content]: readonly [string, Uint8Array]) => {
    const stamp = settledStamp(path.join(folder, file));
    const present = await readFile(path.join(folder, file)).catch(ifAbsent);
    if (present?.equals(content)) same.set(file, { hash: hashOf(content), stamp });
    else differences.push({ kind: present === null ? "missing" : "changed", file });
  };
  await Promise.all(Array.from(files, compare));
  return { differences, same };
}

/** All files in the folder, relative to it; none when there is no folder. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
}

/** The files that are there of these DAGs. */
export async function filesOfDags(folder: string, dagIds: readonly string[]): Promise<string[]> {
  if (dagIds.length === 0) return [];
  const names = new Set(dagIds.map(dagFileName));
  const bundles = new Set(
    dagIds.flatMap((dagId) => [path.posix.dirname(modelPath(dagId)), callbacksFolder(dagId)]),
  );
  // They may need any of the packages that are shipped.
  return (await listFiles(folder)).filter(
    (file) => names.has(file) || bundles.has(path.posix.dirname(file)) || isShipped(file),
  );
}

/** Of the files that are present, those that some build wrote and this one would not; not somebody else's. */
export async function findOrphans(
  folder: string,
  present: readonly string[],
  generated: ReadonlySet<string>,
): Promise<Difference[]> {
  const others = present.filter((file) => !generated.has(file));
  const ours = await Promise.all(others.map((file) => isGenerated(folder, file)));
  return others.filter((_, index) => ours[index]).map((file) => ({ kind: "orphaned", file }));
}

export function byFile(a: Difference, b: Difference): number {
  return a.file < b.file ? -1 : 1;
}

function ifAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

async function isGenerated(folder: string, file: string): Promise<boolean> {
  if (isBundle(file) || file === manifestName || file === ".airflowignore") return true;
  if (!file.endsWith(".py") || file.includes("/")) return false;
  return (await readFile(path.join(folder, file), "utf8")).startsWith(generatedMark);
}
