// Says which sources are no longer those that the generated folder was made from.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { dagsFolder, generatedFolder, type Project } from "../../model/project.ts";
import { hashFile } from "../bundle/source-hashes.ts";
import { discoverDagModules } from "../discover/discover.ts";
import { type ManifestEntry, manifestName } from "../emit/emit-shared.ts";

/** What was generated, by DAG. */
export type Manifest = Readonly<Record<string, ManifestEntry>>;

/** Hashes by the source's file. */
type Sources = ReadonlyMap<string, string>;

/**
 * A sentence for each source that was changed, added or removed since the generated folder was written; empty when
 * it is current, or is where its sources are not. Nothing is compiled: a file that became part of a DAG is told by
 * the one that imports it.
 *
 * @throws {BuildError} when a DAG module has a name that cannot be told
 */
export async function staleSources(project: Project): Promise<string[]> {
  if (!existsSync(path.join(project.folder, dagsFolder))) return [];
  const before = sourcesIn(await manifestOf(path.join(project.folder, generatedFolder)));
  const modules = await discoverDagModules(project.folder);
  const files = [...new Set([...before.keys(), ...modules])];
  const hashes = files.map(
    async (file) => [file, await hashIfThere(path.join(project.folder, file))] as const,
  );
  const now = (await Promise.all(hashes)).flatMap(([file, hash]) =>
    hash === null ? [] : [[file, hash] as const],
  );
  return changedSources(before, new Map(now));
}

export function changedSources(old: Sources, now: Sources): string[] {
  const files = [...new Set([...old.keys(), ...now.keys()])].sort();
  return files.flatMap((file) => {
    if (old.get(file) === now.get(file)) return [];
    const what = !old.has(file) ? "is new" : now.has(file) ? "has changed" : "is gone";
    return [`${file} ${what} since generated/ was built`];
  });
}

export function sourcesIn(manifest: Manifest): Sources {
  return new Map(Object.values(manifest).flatMap(({ sources }) => Object.entries(sources)));
}

export async function manifestOf(folder: string): Promise<Manifest> {
  return parseManifest(await readFile(path.join(folder, manifestName), "utf8").catch(() => ""));
}

/** A manifest somebody broke tells nothing; the comparison of files reports it. */
export function parseManifest(text: string): Manifest {
  try {
    return (JSON.parse(text) as { dags?: Manifest }).dags ?? {};
  } catch {
    return {};
  }
}

async function hashIfThere(file: string): Promise<string | null> {
  try {
    return await hashFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
