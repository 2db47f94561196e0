// Finds the packages that cannot be bundled, by what their modules say, not by a list of names.
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import type { Project } from "../../model/project.ts";
import { type External, type Externals, native, packageNameOf, packageOf, weightier } from "./external.ts";
import { installedVersion } from "./package-versions.ts";

/**
 * Every package that the project's code imports and that has, or leads to, a module that would not work in a bundle.
 * The whole package stays out, with what it imports: who imports it can find it then, whatever else is installed.
 */
export async function findExternals(project: Project, { inputs, outputs }: Metafile): Promise<Externals> {
  const importers = importersOf(inputs);
  const externals = new Map<string, External>();
  for (const file of filesInBundles({ inputs, outputs })) {
    if (packageOf(file) === undefined || isOurs(file)) continue;
    const reason = await hindranceOf(path.join(project.folder, file));
    if (reason === undefined) continue;
    for (const { importer, specifier } of waysTo(file, importers)) {
      // A file that is named by its path is meant as it is, as a text perhaps.
      if (/^[./]/.test(specifier)) continue;
      add(externals, { project, importer, specifier, reason, kind: "ship" });
    }
  }
  return externals;
}

/** Those that `windsock.config.ts` names, as far as code imports them; and all that are to be shipped. */
export function chosenExternals(project: Project, inputs: Metafile["inputs"]): Externals {
  const externals = new Map<string, External>();
  const { external } = project.settings;
  for (const [importer, { imports }] of Object.entries(inputs)) {
    for (const { path: specifier, external: isOut } of imports) {
      const kind = external[packageNameOf(specifier)];
      if (isOut && kind) add(externals, { project, importer, specifier, reason: undefined, kind });
    }
  }
  for (const [name, kind] of Object.entries(external)) {
    if (kind === "ship" && !externals.has(name)) {
      add(externals, { project, importer: "package.json", specifier: name, reason: undefined, kind });
    }
  }
  return externals;
}

/** Those of the packages that one of the files imports, with what is imported of them there. */
export function reachedExternals(
  files: ReadonlySet<string>,
  inputs: Metafile["inputs"],
  externals: Externals,
): Externals {
  const imported = new Set(
    Array.from(files).flatMap((file) =>
      (inputs[file]?.imports ?? []).map(({ path: target, original }) => original ?? target),
    ),
  );
  const names = new Set(Array.from(imported, packageNameOf));
  return new Map(
    [...externals]
      .filter(([name]) => names.has(name))
      .map(([name, external]) => {
        const specifiers = external.specifiers.filter((specifier) => imported.has(specifier));
        return [name, { ...external, specifiers }] as const;
      }),
  );
}

/** The packages that stay out of the bundles of some DAG, with all that is imported of them. */
export function unitedExternals(all: Iterable<Externals>): Externals {
  const united = new Map<string, External>();
  for (const externals of all) {
    for (const [name, external] of externals) {
      const before = united.get(name) ?? external;
      const specifiers = [...new Set([...before.specifiers, ...external.specifiers])].sort();
      united.set(name, { ...before, specifiers, reason: weightier(before.reason, external.reason) });
    }
  }
  return united;
}

/** Packages that others have shown to be impossible in a bundle, with what these modules import of them. */
export function alsoExternals(project: Project, inputs: Metafile["inputs"], others: Externals): Externals {
  const externals = new Map<string, External>();
  for (const [importer, { imports }] of Object.entries(inputs)) {
    if (packageOf(importer) !== undefined && !isOurs(importer)) continue;
    for (const { path: target, original: specifier = target } of imports) {
      const other = /^[./]/.test(specifier) ? undefined : others.get(packageNameOf(specifier));
      if (other?.reason !== undefined) add(externals, { ...other, project, importer, specifier });
    }
  }
  return externals;
}

interface Import {
  readonly importer: string;
  readonly specifier: string;
}

type Importers = ReadonlyMap<string, readonly Import[]>;

function importersOf(inputs: Metafile["inputs"]): Importers {
  const importers = new Map<string, Import[]>();
  for (const [importer, { imports }] of Object.entries(inputs)) {
    for (const { path: file, original } of imports) {
      const specifier = original ?? file;
      importers.set(file, [...(importers.get(file) ?? []), { importer, specifier }]);
    }
  }
  return importers;
}

/** What is left of the inputs when unused code is gone; native code, which has no text, in any case. */
function filesInBundles({ inputs, outputs }: Metafile): string[] {
  const used = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const native = Object.keys(inputs).filter((file) => file.endsWith(".node"));
  return [...new Set([...used, ...native])].sort();
}

/** The imports in code of the project, and in Windsock's own, by which a file is reached. */
function waysTo(file: string, importers: Importers): Import[] {
  const seen = new Set<string>();
  const visit = (name: string): Import[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    return (importers.get(name) ?? []).flatMap((way) =>
      packageOf(way.importer) === undefined || isOurs(way.importer) ? [way] : visit(way.importer),
    );
  };
  return visit(file);
}

/** Windsock's own modules are made for bundles. */
function isOurs(file: string): boolean {
  return packageOf(file)?.name === "windsock";
}

const known = new Map<string, string | undefined>();

/** Installed modules do not change under their name while a process lives, or so little that it does not matter. */
async function hindranceOf(file: string): Promise<string | undefined> {
  if (file.endsWith(".node")) return native;
  if (!/\.[cm]?js$/.test(file)) return undefined;
  // It takes a while to load.
  const { hindranceIn } = await import("./hindrance.ts");
  if (!known.has(file)) known.set(file, hindranceIn(await readFile(file, "utf8")));
  return known.get(file);
}

interface Found extends Import, Pick<External, "reason" | "kind"> {
  readonly project: Project;
}

function add(externals: Map<string, External>, { project, importer, specifier, reason, kind }: Found): void {
  const name = packageNameOf(specifier);
  const before = externals.get(name);
  const specifiers = [...new Set([...(before?.specifiers ?? []), specifier])].sort();
  const from = before?.importer ?? path.join(project.folder, importer);
  externals.set(name, {
    name,
    kind,
    reason: weightier(before?.reason, reason),
    specifiers,
    importer: from,
    version: installedVersion(name, path.dirname(from)),
  });
}
