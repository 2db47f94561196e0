// Names the builds of a DAG's programs: each by what it alone is made of, so that a change of one task's code leaves the
// bundles of the others as they are.
import type { Metafile } from "esbuild";
import { type PackageVersions, packageVersions } from "../externals/package-versions.ts";
import { buildId, filesReachedFrom, hashesOf, type SourceHashes } from "./source-hashes.ts";

/**
 * The name of a program's build.
 *
 * @param file the module with its code
 * @param said what it is called with
 */
export type ProgramBuild = (file: string, said: object) => string;

/** What a program is made of. */
interface Made {
  readonly sources: SourceHashes;
  readonly packages: PackageVersions;
}

/**
 * @param settings the files of the project's settings
 * @param ofDag the packages of the whole DAG
 */
export function programBuilds(
  projectFolder: string,
  settings: readonly string[],
  inputs: Metafile["inputs"],
  hashes: SourceHashes,
  { windsock = "" }: PackageVersions,
): ProgramBuild {
  const known = new Map<string, Made>();
  const madeOf = (file: string): Made => {
    const reached = new Set([...filesReachedFrom(file, inputs), ...settings]);
    // The runtime is in each bundle, also where the code imports nothing of it.
    const packages = { ...packageVersions(projectFolder, reached), windsock };
    return { sources: hashesOf(reached, hashes), packages };
  };
  return (file, said) => {
    const made = known.get(file) ?? madeOf(file);
    known.set(file, made);
    return buildId(made.sources, made.packages, said);
  };
}
