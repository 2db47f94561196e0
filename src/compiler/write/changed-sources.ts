// Says what is no longer as it was when the generated folder was made: sources, and models of other builds.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { dagsFolder, generatedFolder, manifestName, modelPath, type Project } from "../../model/project.ts";
import { hashFile } from "../bundle/source-hashes.ts";
import { discoverDagModules } from "../discover/discover.ts";
import type { ManifestEntry } from "../emit/emit-shared.ts";
import { installedVersion } from "../externals/package-versions.ts";

/** What was generated, by DAG. */
export type Manifest = Readonly<Record<string, ManifestEntry>>;

const Entry = z.object({
  file: z.string(),
  build: z.string(),
  bundles: z.record(z.string(), z.string()).default({}),
  sources: z.record(z.string(), z.string()),
  packages: z.record(z.string(), z.string()).default({}),
});
const ManifestFile = z.object({ dags: z.record(z.string(), Entry) });

/** Hashes by the source's file. */
type Sources = ReadonlyMap<string, string>;

/**
 * Why the models in the generated folder are not what the sources say, in sentences; none when they are, or where the
 * sources are not. Nothing is compiled: a file that became part of a DAG is told by the one that imports it.
 *
 * @throws {BuildError} when a DAG module has a name that cannot be told
 */
export async function staleModels(project: Project): Promise<string[]> {
  const folder = generatedFolder(project);
  const manifest = await manifestOf(folder);
  return [...(await staleSources(project, manifest)), ...(await otherBuilds(project, manifest))];
}

/** What has to be built before it is run. */
export interface StaleDags {
  /** Ids of DAGs whose sources are others now; of those whose sources are all gone, nothing is known. */
  readonly changed: ReadonlySet<string>;
  /** Ids of DAGs that are not built here, although the manifest has them. */
  readonly missing: ReadonlySet<string>;
  /** Ids of all DAGs in the manifest. */
  readonly known: ReadonlySet<string>;
}

/** Looks at each DAG by itself, unlike {@link staleModels}: one may have been built when another was broken. */
export async function staleDags(project: Project): Promise<StaleDags> {
  const entries = Object.entries(await manifestOf(generatedFolder(project)));
  const changed = new Set<string>();
  const missing = new Set<string>();
  const looks = entries.map(async ([dagId, { build, sources }]) => {
    const model = await readFile(path.join(generatedFolder(project), modelPath(dagId)), "utf8").catch(
      () => null,
    );
    if (model === null) missing.add(dagId);
    else if (buildIn(model) !== build || (await areOthers(project, sources))) changed.add(dagId);
  });
  await Promise.all(looks);
  return { changed, missing, known: new Set(entries.map(([dagId]) => dagId)) };
}

async function areOthers(
  { folder, settings }: Project,
  sources: Readonly<Record<string, string>>,
): Promise<boolean> {
  const files = [...new Set([...Object.keys(sources), ...settings.files])];
  const hashes = await Promise.all(files.map((file) => hashIfThere(path.join(folder, file))));
  return files.some((file, index) => hashes[index] !== sources[file]);
}

/** Models are built, and the manifest is committed: it may have come with sources that nobody built here. */
async function otherBuilds(project: Project, manifest: Manifest): Promise<string[]> {
  const findings = Object.entries(manifest).map(async ([dagId, { build }]) => {
    const file = modelPath(dagId);
    const text = await readFile(path.join(generatedFolder(project), file), "utf8").catch(() => null);
    if (text === null) return [`${project.settings.generated}/${file} is missing`];
    return buildIn(text) === build
      ? []
      : [`${project.settings.generated}/${file} was built from other sources`];
  });
  return (await Promise.all(findings)).flat();
}

/** Undefined where the model is none. */
function buildIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { build?: unknown }).build;
  } catch {
    return undefined;
  }
}

async function staleSources(project: Project, manifest: Manifest): Promise<string[]> {
  if (!existsSync(dagsFolder(project))) return [];
  const before = sourcesIn(manifest);
  const modules = await discoverDagModules(project);
  const files = [...new Set([...before.keys(), ...modules, ...project.settings.files])];
  const hashes = files.map(
    async (file) => [file, await hashIfThere(path.join(project.folder, file))] as const,
  );
  const now = (await Promise.all(hashes)).flatMap(([file, hash]) =>
    hash === null ? [] : [[file, hash] as const],
  );
  const { generated } = project.settings;
  const packages = packagesIn(manifest).map(
    ([name, before]) => [name, before, installedVersion(name, project.folder) ?? before] as const,
  );
  return [
    ...changedSources(before, new Map(now), generated),
    ...packages.flatMap(([name, before, version]) =>
      before.split(", ").includes(version) ? [] : [otherVersion(name, before, version, generated)],
    ),
  ];
}

/** @param generated the name of the generated folder */
export function changedSources(old: Sources, now: Sources, generated: string): string[] {
  const files = [...new Set([...old.keys(), ...now.keys()])].sort();
  return files.flatMap((file) => {
    if (old.get(file) === now.get(file)) return [];
    const what = !old.has(file) ? "is new" : now.has(file) ? "has changed" : "is gone";
    return [`${file} ${what} since ${generated}/ was built`];
  });
}

/** A line for each package that is in both, in other versions. */
export function changedPackages(old: Manifest, now: Manifest, generated: string): string[] {
  const versions = new Map(packagesIn(now));
  return packagesIn(old).flatMap(([name, before]) => {
    const version = versions.get(name) ?? before;
    return version === before ? [] : [otherVersion(name, before, version, generated)];
  });
}

function otherVersion(name: string, before: string, version: string, generated: string): string {
  return `${name} is installed as ${version}, and ${generated}/ was built with ${before}`;
}

function packagesIn(manifest: Manifest): [name: string, version: string][] {
  const entries = Object.values(manifest).flatMap(({ packages }) => Object.entries(packages));
  return [...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1));
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
    return ManifestFile.parse(JSON.parse(text)).dags;
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
