// Reads positions out of V8 stacks.
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Position } from "../model/dag-model.ts";

const frame = /^\s+at (?:.*\()?((?:file:\/\/)?\/.*?|[A-Za-z]:\\.*?):(\d+):(\d+)\)?$/;

// This package's own frames are never what an author looks for.
const ownPackage = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const ownFolders = ["src", "dist"].map((folder) => path.join(ownPackage, folder) + path.sep);

/** The first frame of `stack` that lies in the project and not in a dependency; null when there is none. */
export function locate(stack: string, projectFolder: string): Position | null {
  for (const text of stack.split("\n")) {
    const match = frame.exec(text);
    if (!match) continue;
    const [, location = "", line, column] = match;
    const absolute = location.startsWith("file://") ? fileURLToPath(location) : location;
    if (ownFolders.some((folder) => absolute.startsWith(folder))) continue;
    const file = path.relative(projectFolder, absolute).replaceAll(path.sep, "/");
    if (file.startsWith("../") || path.isAbsolute(file) || /(^|\/)node_modules\//.test(file)) continue;
    return { file, line: Number(line), column: Number(column) };
  }
  return null;
}
