// Finds all files that packages need at run time, and lays them out as Node finds them from the bundles.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type NodeFileTraceReasons, nodeFileTrace } from "@vercel/nft";
import { type External, packageOf } from "./external.ts";

/** Where each file goes, relative to a `node_modules`, and where it is, absolute. */
export type TracedFiles = ReadonlyMap<string, string>;

const known = new Map<string, Promise<TracedFiles>>();

/** Once for the same packages in the same versions: it takes a second or two. */
export function tracePackages(packages: readonly External[]): Promise<TracedFiles> {
  const key = JSON.stringify(packages);
  const found = known.get(key) ?? trace(packages);
  known.set(key, found);
  return found;
}

async function trace(packages: readonly External[]): Promise<TracedFiles> {
  // Modules that are not there, in the folders of those that import the packages.
  const entries = new Map(packages.flatMap(entriesOf));
  const { fileList, reasons } = await nodeFileTrace([...entries.keys()], {
    base: path.parse(process.cwd()).root,
    readFile: async (file) => entries.get(file) ?? (await readFile(file).catch(ifNoFile)),
  });
  const root = path.parse(process.cwd()).root;
  const files = [...fileList].filter((file) => reasons.get(file)?.type.some((type) => type !== "initial"));
  return layOut(packages, files.sort(), reasons, root);
}

function entriesOf({ importer, specifiers }: External): [string, string][] {
  const base = path.join(path.dirname(importer), ".windsock-traced");
  const each = (write: (specifier: string) => string) =>
    specifiers.map((text) => write(JSON.stringify(text)));
  const name = specifiers.join("+").replaceAll(/[^\w.+-]/g, "_");
  return [
    [`${base}-${name}.mjs`, each((specifier) => `import ${specifier};`).join("\n")],
    [`${base}-${name}.cjs`, each((specifier) => `require(${specifier});`).join("\n")],
  ];
}

function ifNoFile(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "EISDIR") return null;
  throw error;
}

/**
 * Every package at the top, where all find it; a second version of one lies inside the package that needs it. What is
 * a link here becomes what it leads to.
 */
function layOut(
  packages: readonly External[],
  files: readonly string[],
  reasons: NodeFileTraceReasons,
  root: string,
): TracedFiles {
  const members = new Map<string, string[]>();
  for (const file of files) {
    const folder = packageOf(file)?.folder;
    if (folder !== undefined) members.set(folder, [...(members.get(folder) ?? []), file]);
  }
  const needs = neededBy(members, reasons);
  const taken = new Map<string, string>();
  const placed: [folder: string, at: string][] = [];
  const place = (folder: string, parents: readonly string[]): void => {
    const name = packageOf(`${folder}/`)?.name ?? folder;
    const seen = parents.map((parent) => taken.get(`${parent}node_modules/${name}`));
    if (seen.find((other) => other !== undefined) === folder) return;
    const free = parents.filter((parent) => !taken.has(`${parent}node_modules/${name}`)).at(-1);
    if (free === undefined) return;
    const at = `${free}node_modules/${name}`;
    taken.set(at, folder);
    placed.push([folder, at]);
    for (const needed of needs.get(folder) ?? []) place(needed, [`${at}/`, ...parents]);
  };
  const names = new Set(packages.map(({ name }) => name));
  const first = [...members.keys()].filter((folder) => names.has(packageOf(`${folder}/`)?.name ?? ""));
  for (const folder of [...first, ...members.keys()]) place(folder, [""]);
  return new Map(
    placed.flatMap(([folder, at]) =>
      (members.get(folder) ?? []).map(
        (file) => [`${at}${file.slice(folder.length)}`, path.join(root, file)] as const,
      ),
    ),
  );
}

/** The packages that each package's files lead to. */
function neededBy(
  members: ReadonlyMap<string, readonly string[]>,
  reasons: NodeFileTraceReasons,
): ReadonlyMap<string, readonly string[]> {
  const needs = new Map<string, Set<string>>();
  for (const [folder, files] of members) {
    for (const parent of files.flatMap((file) => [...(reasons.get(file)?.parents ?? [])])) {
      const owner = packageOf(parent)?.folder;
      if (owner === undefined || owner === folder) continue;
      needs.set(owner, (needs.get(owner) ?? new Set()).add(folder));
    }
  }
  return new Map([...needs].map(([owner, folders]) => [owner, [...folders].sort()]));
}
