// Which files the types of DAG modules depend on: what TypeScript read, and all that it would read or find if it came.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Project } from "../../../model/project.ts";
import { sourceList } from "../../current/file-versions.ts";
import { sourceFolders } from "../../current/source-folders.ts";
import { typesFolder } from "./types-config.ts";

/**
 * What the last check read, and the folders of the project in which a new file could be another's declaration; relative
 * to the project's folder. Null where TypeScript does not say what it has read.
 */
export async function checkedFiles(project: Project): Promise<readonly string[] | null> {
  const { folder } = project;
  const read = filesRead(path.join(folder, typesFolder));
  if (!read) return null;
  const relative = (file: string) => path.relative(folder, file).replaceAll(path.sep, "/");
  // It takes a while to load.
  const { settingsFiles } = await import("../../current/settings-files.ts");
  const files = read.map(relative);
  return [...files, ...settingsFiles(folder, files).files, ...sourceLists(project)];
}

/** What sources there are in each folder of the project: a new one could be another's declaration. */
export function sourceLists({ folder, settings }: Project): string[] {
  const generated = path.join(folder, settings.generated);
  return sourceFolders(folder, generated).map((each) => {
    const relative = path.relative(folder, each).replaceAll(path.sep, "/");
    return `${relative === "" ? "." : relative}${sourceList}`;
  });
}

/** TypeScript notes them where it keeps what it has found out. */
function filesRead(from: string): string[] | null {
  try {
    const info: { fileNames: string[] } = JSON.parse(readFileSync(path.join(from, "tsbuildinfo"), "utf8"));
    return info.fileNames.map((file) => path.resolve(from, file));
  } catch {
    return null;
  }
}
