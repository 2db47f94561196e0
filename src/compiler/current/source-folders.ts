// Where TypeScript may find sources of a project: in all its folders but those of packages, and of what is made.
import { readdirSync } from "node:fs";
import path from "node:path";

const others = ["node_modules", "dist", "out"];

interface SourceNames {
  readonly folders: readonly string[];
  /** What TypeScript reads, where it is asked to. */
  readonly files: readonly string[];
}

/** What a folder has, sorted. Both folders are absolute paths. */
export function sourceNames(folder: string, generated: string): SourceNames {
  const entries = readdirSync(folder, { withFileTypes: true });
  const isSourceFolder = (name: string) =>
    !name.startsWith(".") && !others.includes(name) && path.join(folder, name) !== generated;
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  return {
    folders: folders.filter(isSourceFolder).sort(),
    files: files.filter((name) => /\.(?:[cm]?[jt]sx?|json)$/.test(name)).sort(),
  };
}

/** A folder and all that are below it, as absolute paths. */
export function sourceFolders(folder: string, generated: string): string[] {
  const below = sourceNames(folder, generated).folders.map((name) => path.join(folder, name));
  return [folder, ...below.flatMap((each) => sourceFolders(each, generated))];
}
