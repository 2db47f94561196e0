// Brings the generated folder in line with what was generated, or says how it differs.
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Files } from "./bundle-tasks.ts";
import { generatedMark } from "./emit-python.ts";
import { manifestName } from "./emit-shared.ts";

/** How a file of the folder differs from what was generated. */
export interface Difference {
  readonly kind: "changed" | "missing" | "orphaned";
  /** Relative to the generated folder. */
  readonly file: string;
}

/** Bundles are built, not committed: a fresh clone has none. */
export function isBundle(file: string): boolean {
  return file.startsWith("bundles/");
}

/** What would have to be written or removed, sorted by file. */
export async function compareGenerated(folder: string, files: Files): Promise<Difference[]> {
  const present = await generatedFiles(folder, files);
  const differences = await Promise.all(
    [...files].map(async ([file, content]): Promise<Difference[]> => {
      if (!present.includes(file)) return [{ kind: "missing", file }];
      const same = Buffer.compare(await readFile(path.join(folder, file)), content) === 0;
      return same ? [] : [{ kind: "changed", file }];
    }),
  );
  const orphans = present
    .filter((file) => !files.has(file))
    .map((file) => ({ kind: "orphaned", file }) as const);
  return [...differences.flat(), ...orphans].sort((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * Writes what differs and removes what is no longer generated. Each file is replaced in one step, bundles before
 * the DAG files that run them, so that Airflow never reads a half-written file or a DAG without its bundles.
 */
export async function writeGenerated(folder: string, files: Files): Promise<Difference[]> {
  const differences = await compareGenerated(folder, files);
  const bundlesFirst = [...differences].sort((a, b) => Number(isBundle(b.file)) - Number(isBundle(a.file)));
  for (const { kind, file } of bundlesFirst) {
    if (kind !== "orphaned") await replaceFile(path.join(folder, file), files.get(file) ?? Buffer.alloc(0));
  }
  for (const { kind, file } of differences) {
    if (kind === "orphaned") await removeFile(folder, file);
  }
  return differences;
}

async function replaceFile(file: string, content: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const staged = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  try {
    await writeFile(staged, content);
    await rename(staged, file);
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  }
}

async function removeFile(folder: string, file: string): Promise<void> {
  await rm(path.join(folder, file), { force: true });
  const parent = path.dirname(path.join(folder, file));
  if (parent !== folder && (await readdir(parent)).length === 0) await rm(parent, { recursive: true });
}

/** The files that some build wrote or this one would; anything else in the folder is somebody else's. */
async function generatedFiles(folder: string, generated: Files): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const present = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
  const own = await Promise.all(present.map((file) => generated.has(file) || isGenerated(folder, file)));
  return present.filter((_, index) => own[index]);
}

async function isGenerated(folder: string, file: string): Promise<boolean> {
  if (isBundle(file) || file === manifestName || file === ".airflowignore") return true;
  if (!file.endsWith(".py") || file.includes("/")) return false;
  return (await readFile(path.join(folder, file), "utf8")).startsWith(generatedMark);
}
