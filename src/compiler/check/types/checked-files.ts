// Which files the types of DAG modules depend on: what TypeScript read, and all that it would read or find if it came.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Project } from "../../../model/project.ts";
import { typesFolder } from "./types-config.ts";

/**
 * What the last check read, and the folders of the project in which a new file could be another's declaration; relative
 * to the project's folder. Null where TypeScript does not say what it has read.
 */
export async function checkedFiles({ folder, settings }: Project): Promise<readonly string[] | null> {
  const read = filesRead(path.join(folder, typesFolder));
  if (!read) return null;
  const relative = (file: string) => path.relative(folder, file).replaceAll(path.sep, "/");
  // It takes a while to load.
  const { settingsFiles } = await import("../../current/settings-files.ts");
  const files = read.map(relative);
  return [...files, ...settingsFiles(folder, files).files, ...foldersBelow(folder, "", settings.generated)];
}

/** TypeScript notes them where it keeps what it has found out. */
function filesRead(from: string): string[] | null {
  try {
    const info: { fileNames: string[] } = JSON.parse(readFileSync(path.join(from, "tsbuildinfo"), "utf8"));
    return [...info.fileNames, "tsconfig.json"].map((file) => path.resolve(from, file));
  } catch {
    return null;
  }
}

function foldersBelow(projectFolder: string, folder: string, generated: string): string[] {
  const here = folder === "" ? "./" : `${folder}/`;
  const entries = readdirSync(path.join(projectFolder, folder), { withFileTypes: true });
  const inside = entries.filter(
    (entry) =>
      entry.isDirectory() &&
      !entry.name.startsWith(".") &&
      !["node_modules", "dist", "out"].includes(entry.name),
  );
  const names = inside.map(({ name }) => path.posix.join(folder, name)).filter((name) => name !== generated);
  return [here, ...names.flatMap((name) => foldersBelow(projectFolder, name, generated))];
}
