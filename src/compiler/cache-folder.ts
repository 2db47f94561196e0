// Where a build keeps what it needs for a moment, out of everybody's sight.
import path from "node:path";

export function cacheFolder(projectFolder: string): string {
  return path.join(projectFolder, "node_modules", ".cache", "windsock");
}
