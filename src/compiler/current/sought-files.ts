// The files that esbuild looks for before it finds what an import means: when one of them comes, the import means that.
import path from "node:path";
import type { Metafile } from "esbuild";
import { isSource } from "../bundle/source-hashes.ts";
import { packageNameOf } from "../externals/external.ts";
import type { ImportPaths } from "./settings-files.ts";

/** What esbuild puts behind a name that has no such file. */
const endings = [".tsx", ".ts", ".jsx", ".js", ".css", ".json", ".mts", ".cts", ".mjs", ".cjs"];

/** What may be meant by a name that a compiler would write. */
const rewritten: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".ts", ".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/**
 * All of them, those included that are there and those that are not; relative to the project's folder.
 *
 * @param files modules, by whose imports of their own
 * @param paths what tsconfig.json says of imports
 */
export function soughtFiles(
  projectFolder: string,
  files: Iterable<string>,
  inputs: Metafile["inputs"],
  paths: readonly ImportPaths[],
): Set<string> {
  const sought = new Set<string>();
  for (const importer of files) {
    if (!isSource(projectFolder, importer)) continue;
    for (const { path: target, original } of inputs[importer]?.imports ?? []) {
      if (original === undefined) continue;
      for (const file of soughtFor(importer, original, target, paths)) sought.add(file);
    }
  }
  return sought;
}

function soughtFor(
  importer: string,
  specifier: string,
  target: string,
  paths: readonly ImportPaths[],
): string[] {
  const folder = path.posix.dirname(importer);
  if (/^\.{0,2}\//.test(specifier) || /^\.{1,2}$/.test(specifier)) {
    const file = path.posix.join(folder, specifier);
    return file === target ? [] : variantsOf(file);
  }
  const installed = foldersAbove(folder).map((above) =>
    path.posix.join(above, "node_modules", packageNameOf(specifier)),
  );
  // Up to the one that it was found in; of a link, only the other end is known.
  const found = installed.findIndex((place) => target.startsWith(`${place}/`));
  const aliases = paths
    .flatMap((each) => aliasesOf(specifier, each))
    .flatMap((file) => [file, ...variantsOf(file)]);
  return [...aliases, ...(found === -1 ? installed : installed.slice(0, found + 1))];
}

function variantsOf(file: string): string[] {
  const ending = path.posix.extname(file);
  const stem = ending === "" ? file : file.slice(0, -ending.length);
  return [
    file,
    ...endings.map((each) => file + each),
    ...(rewritten[ending] ?? []).map((each) => stem + each),
    `${file}/package.json`,
    ...endings.map((each) => `${file}/index${each}`),
  ];
}

/** What `paths` and `baseUrl` make of a specifier. */
function aliasesOf(specifier: string, { base, patterns }: ImportPaths): string[] {
  return patterns.flatMap(([pattern, targets]) => {
    const [before = "", after] = pattern.split("*");
    const fits =
      after === undefined
        ? specifier === pattern
        : specifier.startsWith(before) && specifier.endsWith(after) && specifier.length >= pattern.length - 1;
    if (!fits) return [];
    const rest = after === undefined ? "" : specifier.slice(before.length, specifier.length - after.length);
    return targets.map((target) => path.posix.join(base, target.replace("*", rest)));
  });
}

/** As far as names relative to the project's folder lead; above that, to the root. */
function foldersAbove(folder: string): string[] {
  const folders: string[] = [];
  for (let at = folder; at !== "." && !/^(?:\.\.\/)*\.\.$/.test(at); at = path.posix.dirname(at))
    folders.push(at);
  const last = /^(?:\.\.\/)*\.\.$/.exec(folder)?.[0] ?? /^(?:\.\.\/)+/.exec(folder)?.[0].slice(0, -1) ?? ".";
  for (let at = last, step = 0; step < mostAbove; step += 1, at = path.posix.join(at, "..")) folders.push(at);
  return folders;
}

/** Folders above the project's in which a package could come to lie: workspaces are not deeper. */
const mostAbove = 4;
