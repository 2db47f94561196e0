// Which versions of installed packages a DAG was built with.
import { readFileSync } from "node:fs";
import path from "node:path";
import { packageOf } from "./external.ts";

/** By the package's name; several versions of one with commas between. Sorted by name. */
export type PackageVersions = Readonly<Record<string, string>>;

/** @param files what esbuild read, relative to the project's folder */
export function packageVersions(projectFolder: string, files: Iterable<string>): PackageVersions {
  const versions = new Map<string, Set<string>>();
  const places = new Map(
    Array.from(files, packageOf).flatMap((place) => (place ? [[place.folder, place]] : [])),
  );
  for (const { folder, name } of places.values()) {
    const { version, os, cpu } = manifestIn(path.join(projectFolder, folder));
    // What is for one kind of machine differs from one machine to another.
    if (version !== undefined && os === undefined && cpu === undefined)
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  const names = [...versions.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, [...(versions.get(name) ?? [])].sort().join(", ")]));
}

/** The version of a package as Node finds it from a folder: in the nearest `node_modules` above that has it. */
export function installedVersion(name: string, start: string): string | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const { version } = manifestIn(path.join(folder, "node_modules", name));
    if (version !== undefined || path.dirname(folder) === folder) return version;
  }
}

interface Manifest {
  readonly version?: string;
  readonly os?: unknown;
  readonly cpu?: unknown;
}

function manifestIn(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  } catch {
    return {};
  }
}
