// Ties generated files to the sources they were made from.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import type { Project } from "../../model/project.ts";
import type { PackageVersions } from "../externals/package-versions.ts";

/** SHA-256 by file, relative to the project's folder; sorted by file. */
export type SourceHashes = Readonly<Record<string, string>>;

type Inputs = Metafile["inputs"];

/** The files of its settings, and the project's and its workspace's own files among what esbuild read; of other packages, the version says enough. */
export async function hashSources({ folder, settings }: Project, inputs: Inputs): Promise<SourceHashes> {
  const sources = Object.keys(inputs).filter((file) => isSource(folder, file));
  const files = [...sources, ...settings.files].sort();
  const hashes = files.map(async (file) => [file, await hashFile(path.join(folder, file))] as const);
  return Object.fromEntries(await Promise.all(hashes));
}

/** What {@link hashSources} says of a file. */
export async function hashFile(file: string): Promise<string> {
  return sha256(await readFile(file));
}

/** A module and all it imports, directly or not. */
export function filesReachedFrom(file: string, inputs: Inputs): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const { path: imported } of inputs[name]?.imports ?? []) visit(imported);
  };
  visit(file);
  return reached;
}

/** Those of the hashes that are of one of the files. */
export function hashesOf(files: Iterable<string>, hashes: SourceHashes): SourceHashes {
  const known = Array.from(files).filter((file) => Object.hasOwn(hashes, file));
  return Object.fromEntries(known.sort().map((file) => [file, hashes[file] ?? ""]));
}

/** Tells one build from another: changes whenever a source or a package does, or what is said besides. */
export function buildId(sources: SourceHashes, packages: PackageVersions, said?: object): string {
  return sha256(JSON.stringify({ sources, packages, said })).slice(0, 12);
}

/** Whether it is none of the names such as `<stdin>`, `(disabled):fs` and `namespace:name`, which are no files. */
export function isFile(input: string): boolean {
  return !/^(?:<|\(|[\w-]+:)/.test(input);
}

/**
 * Whether it is somebody's own, in the project or in a package of its workspace: neither installed nor what was built.
 *
 * @param file relative to the project's folder
 */
export function isSource(projectFolder: string, file: string): boolean {
  if (!isFile(file) || /^dist\/|(?:^|\/)node_modules\//.test(file)) return false;
  return !file.startsWith("../") || !path.resolve(projectFolder, file).startsWith(ownPackage);
}

/** Where Windsock is linked instead of installed, it is still none of the project's sources. */
const ownPackage = path.resolve(import.meta.dirname, "../../..", "dist") + path.sep;

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
