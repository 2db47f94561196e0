// Makes a project of a folder, or adds to one what it lacks. No file that is there is replaced but package.json, which
// keeps all it has.
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { defaultSettings } from "../model/settings.ts";
import { replaceFile } from "../system/replace-file.ts";
import { fileError } from "./file-error.ts";
import { missingFrom } from "./kept-file.ts";
import { extendManifest, type MergedManifest, newManifest } from "./manifest.ts";
import type { PackageManager } from "./package-manager.ts";
import { packageNameOf } from "./package-name.ts";
import { type TemplateFile, templateFiles } from "./template.ts";

export interface InitOptions {
  /** Absolute. */
  readonly folder: string;
  /** The package's name. @default made of the folder's */
  readonly name: string | undefined;
  readonly manager: PackageManager;
}

/** What became of one file. */
export interface FileReport {
  readonly kind: "created" | "changed" | "kept" | "left out";
  /** Relative to the project's folder. */
  readonly file: string;
  /** What else is to be known of it. */
  readonly note?: string;
}

/**
 * A name or a package.json that cannot be used is found before anything is written. Where a file cannot be written,
 * those before it stay: running it again goes on.
 *
 * @returns the commands to type next, in npm's words
 * @throws {UserError} when the folder or its package.json cannot be used, or a file cannot be written
 */
export function* initProject(options: InitOptions): Generator<FileReport, MergedManifest["commands"]> {
  const { folder } = options;
  const found = readIfThere(path.join(folder, "package.json"));
  const at = placeOfTsconfig(folder);
  const manifest = mergedManifest(options, found, at);
  yield writeManifest(folder, found, manifest);
  for (const { file, text } of templateFiles(options.manager)) {
    const elsewhere = belongsElsewhere(folder, file);
    if (elsewhere === null) yield writeNew(folder, { file: file === tsconfig ? at : file, text });
    else yield { kind: "left out", file, note: elsewhere };
  }
  return manifest.commands;
}

const tsconfig = "tsconfig.json";
const dagsFolder = defaultSettings.dags;

/** A project that has a tsconfig.json for other sources gets one for its DAGs alone. */
function placeOfTsconfig(folder: string): string {
  const own = `${dagsFolder}/${tsconfig}`;
  const isThere = (file: string) => existsSync(path.join(folder, file));
  return isThere(own) || (isThere(tsconfig) && !isThere(dagsFolder)) ? own : tsconfig;
}

function mergedManifest({ folder, name }: InitOptions, found: string | null, at: string): MergedManifest {
  if (found === null) return newManifest(name ?? packageNameOf(folder));
  const check = at === tsconfig ? {} : { check: `tsc --noEmit -p ${dagsFolder}` };
  return extendManifest(found, path.join(folder, "package.json"), { name, ...check });
}

function writeManifest(folder: string, found: string | null, manifest: MergedManifest): FileReport {
  const file = "package.json";
  if (found === null) return writeNew(folder, { file, text: manifest.text });
  const own =
    manifest.keptScripts.length === 0 ? [] : [`the scripts ${manifest.keptScripts.join(", ")} are yours`];
  if (manifest.added.length === 0) return { kind: "kept", file, ...noted(own) };
  writing(path.join(folder, file), () => replaceFile(path.join(folder, file), manifest.text));
  return { kind: "changed", file, ...noted([`added ${manifest.added.join(", ")}`, ...own]) };
}

function writeNew(folder: string, { file, text }: TemplateFile): FileReport {
  const target = path.join(folder, file);
  return writing(target, () => {
    mkdirSync(path.dirname(target), { recursive: true });
    if (lstatSync(target, { throwIfNoEntry: false }))
      return { kind: "kept", file, ...noted([missingFrom(target, file, text)]) };
    writeFileSync(target, text, { flag: "wx" });
    return { kind: "created", file };
  });
}

function noted(notes: readonly (string | null)[]): { note?: string } {
  const known = notes.filter((note) => note !== null);
  return known.length === 0 ? {} : { note: known.join("; ") };
}

/** Why a file would do nothing, or harm, in a folder below the one that it belongs in; null where it belongs here. */
function belongsElsewhere(folder: string, file: string): string | null {
  if (file.startsWith(".github/") && isBelowOneWith(".git", folder)) {
    return "GitHub reads it in the root of the repository only";
  }
  if (file === "pnpm-workspace.yaml" && isBelowOneWith(file, folder)) {
    return "the workspace has one; add to it: allowBuilds: { esbuild: true }";
  }
  return null;
}

/** Whether the nearest folder that holds something is one above, not this one. */
function isBelowOneWith(name: string, folder: string): boolean {
  for (let each = folder; each !== path.dirname(each); each = path.dirname(each)) {
    if (existsSync(path.join(each, name))) return each !== folder;
  }
  return false;
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw fileError(file, "read", cause as NodeJS.ErrnoException);
  }
}

function writing<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw fileError(file, "written", cause as NodeJS.ErrnoException);
  }
}
