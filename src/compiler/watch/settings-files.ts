// The files that change how a project's DAGs are bundled, beside those that go into the bundles.
import { existsSync } from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import type { Project } from "../../model/project.ts";
import { configNames } from "../config/load-project.ts";

/** What package managers write last when they have installed something. */
const installed = [".package-lock.json", ".modules.yaml", ".yarn-state.yml", ".yarn-integrity"];

/**
 * windsock.config.ts, package.json and tsconfig.json of the folders that the sources lie in, what those files extend, and what tells of
 * installed packages; those that are missing, too, since they may come.
 *
 * @param inputs what esbuild read, relative to the project's folder
 * @returns relative to the project's folder
 */
export function settingsFiles(projectFolder: Project["folder"], inputs: Iterable<string>): string[] {
  const files = new Set([
    ...installed.map((name) => path.join(projectFolder, "node_modules", name)),
    ...configNames.map((name) => path.join(projectFolder, name)),
  ]);
  for (const folder of foldersOf(projectFolder, inputs)) {
    files.add(path.join(folder, "package.json"));
    addConfig(path.join(folder, "tsconfig.json"), files);
  }
  return [...files].map((file) => path.relative(projectFolder, file).replaceAll(path.sep, "/"));
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

function addConfig(file: string, files: Set<string>): void {
  if (files.has(file)) return;
  files.add(file);
  if (!existsSync(file)) return;
  const given: unknown = ts.readConfigFile(file, ts.sys.readFile).config?.extends;
  for (const base of [given].flat()) {
    if (typeof base !== "string" || !/^[./]/.test(base)) continue;
    const target = path.resolve(path.dirname(file), base);
    addConfig(target.endsWith(".json") ? target : `${target}.json`, files);
  }
}
