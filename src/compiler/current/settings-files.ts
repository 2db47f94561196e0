// The files that change how a project's DAGs are bundled, beside those that go into the bundles.
import { existsSync } from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import type { Project } from "../../model/project.ts";
import { configNames } from "../config/load-project.ts";

/** What package managers write last when they have installed something. */
const installed = [".package-lock.json", ".pnpm/lock.yaml", ".yarn-state.yml", ".yarn-integrity"];

/** What a tsconfig.json says of imports that name neither a file nor, perhaps, a package. */
export interface ImportPaths {
  /** The folder that the targets are relative to; itself relative to the project's. */
  readonly base: string;
  readonly patterns: readonly (readonly [pattern: string, targets: readonly string[]])[];
}

export interface SettingsFiles {
  /** Relative to the project's folder. */
  readonly files: readonly string[];
  readonly paths: readonly ImportPaths[];
}

/**
 * windsock.config.ts, package.json and tsconfig.json of the folders that the sources lie in, what those files extend, and what tells of
 * installed packages; those that are missing, too, since they may come.
 *
 * @param inputs what esbuild read, relative to the project's folder
 */
export function settingsFiles(projectFolder: Project["folder"], inputs: Iterable<string>): SettingsFiles {
  const files = new Set([
    ...installed.map((name) => path.join(projectFolder, "node_modules", name)),
    ...configNames.map((name) => path.join(projectFolder, name)),
  ]);
  const paths: ImportPaths[] = [];
  const relative = (file: string) => path.relative(projectFolder, file).replaceAll(path.sep, "/");
  const folders = foldersOf(projectFolder, inputs);
  for (const folder of folders) {
    files.add(path.join(folder, "package.json"));
    addConfig(path.join(folder, "tsconfig.json"), files, (base, patterns) =>
      paths.push({ base: relative(base), patterns }),
    );
  }
  // Bundlers take the nearest one, however far above the packages it lies.
  for (const folder of new Set([...folders].flatMap(above))) files.add(path.join(folder, "tsconfig.json"));
  return { files: [...files].map(relative), paths };
}

function above(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
}

/** The folders of the sources, up to their packages' own. */
function foldersOf(projectFolder: string, inputs: Iterable<string>): Set<string> {
  const folders = new Set([projectFolder]);
  for (const input of inputs) {
    if (/(?:^|\/)node_modules\/|^[<(]|^[\w-]+:/.test(input)) continue;
    let folder = path.dirname(path.resolve(projectFolder, input));
    while (!folders.has(folder)) {
      folders.add(folder);
      if (existsSync(path.join(folder, "package.json"))) break;
      folder = path.dirname(folder);
    }
  }
  return folders;
}

function addConfig(
  file: string,
  files: Set<string>,
  tell: (base: string, patterns: ImportPaths["patterns"]) => void,
): void {
  if (files.has(file)) return;
  files.add(file);
  if (!existsSync(file)) return;
  const config: Config = ts.readConfigFile(file, ts.sys.readFile).config ?? {};
  const { baseUrl, paths = {} } = config.compilerOptions ?? {};
  const base = path.resolve(path.dirname(file), baseUrl ?? ".");
  if (baseUrl !== undefined) tell(base, [["*", ["*"]]]);
  tell(base, Object.entries(paths));
  for (const extended of [config.extends].flat()) {
    if (typeof extended !== "string" || !/^[./]/.test(extended)) continue;
    const target = path.resolve(path.dirname(file), extended);
    addConfig(target.endsWith(".json") ? target : `${target}.json`, files, tell);
  }
}

interface Config {
  readonly extends?: unknown;
  readonly compilerOptions?: {
    readonly baseUrl?: string;
    readonly paths?: Readonly<Record<string, readonly string[]>>;
  };
}
