// Finds the packages that cannot be bundled, by what their modules say, not by a list of names.
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Metafile } from "esbuild";
import type { Project } from "../../model/project.ts";
import { type External, type Externals, packageNameOf, packageOf } from "./external.ts";
import { hindranceIn, weightier } from "./hindrance.ts";
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

/** Those of the packages that one of the files imports. */
export function reachedExternals(
  files: ReadonlySet<string>,
  inputs: Metafile["inputs"],
  externals: Externals,
): Externals {
  const names = Array.from(files).flatMap((file) =>
    (inputs[file]?.imports ?? []).map(({ path: target, original }) => packageNameOf(original ?? target)),
  );
  return new Map(
    names.flatMap((name) => {
      const external = externals.get(name);
      return external ? [[name, external] as const] : [];
    }),
  );
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
  if (file.endsWith(".node")) return "native code";
  if (!/\.[cm]?js$/.test(file)) return undefined;
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
