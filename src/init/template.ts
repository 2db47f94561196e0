// The files that a new project begins with: those of template/, beside src/ and dist/.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { inWordsOf, type PackageManager } from "./package-manager.ts";

const folder = path.join(import.meta.dirname, "../../template");

/** A file to be made. */
export interface TemplateFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** All but package.json, and without pnpm's own for others. A `_` stands for the dot of a file that npm would not pack, or would take for its own. */
export function templateFiles(manager: PackageManager): TemplateFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== manifestName)
    .filter((entry) => manager === "pnpm" || !entry.name.startsWith("pnpm-"))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => ({
      file: file.replaceAll(path.sep, "/").replace(/^_/, "."),
      text: inWordsOf(manager, readFileSync(path.join(folder, file), "utf8")),
    }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** What a new project's package.json says beside its name. Its versions are empty: this package's own tell them. */
export interface TemplateManifest {
  readonly private: boolean;
  readonly type: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** With a name of its own, since a package.json would cut the template off from the package that it imports. */
const manifestName = "_package.json";

export function templateManifest(): TemplateManifest {
  return JSON.parse(readFileSync(path.join(folder, manifestName), "utf8"));
}
