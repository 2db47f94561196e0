// All files below a folder, installed packages and hidden folders left out.
import { readdirSync } from "node:fs";

/** Relative to the project's folder, as `folder` is; none when there is no such folder. */
export function filesBelow(projectFolder: string, folder: string): string[] {
  try {
    return readdirSync(`${projectFolder}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
      const name = `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return [name];
      return entry.name === "node_modules" || entry.name.startsWith(".")
        ? []
        : filesBelow(projectFolder, name);
    });
  } catch {
    return [];
  }
}
