// Reads positions out of V8 stacks.
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Position } from "../../model/problem.ts";
import { SourceMaps } from "../../system/source-maps.ts";

const frame = /^\s+at (?:.*\()?((?:file:\/\/)?\/.*?|[A-Za-z]:\\.*?):(\d+):(\d+)\)?$/;

// This package's own frames are never what an author looks for.
const ownPackage = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const ownFolders = ["src", "dist"].map((folder) => path.join(ownPackage, folder) + path.sep);

/**
 * The first frame of `stack` that lies in the project and not in a dependency; null when there is none. Frames
 * in a bundle lie where its source map says.
 *
 * @param inFile relative to the project's folder: the first frame in this file
 */
export function locate(stack: string, projectFolder: string, inFile?: string): Position | null {
  for (const text of stack.split("\n")) {
    const match = frame.exec(text);
    if (!match) continue;
    const [, location = "", line, column] = match;
    const bundled = location.startsWith("file://") ? fileURLToPath(location) : location;
    const place = sourcePlace({ file: bundled, line: Number(line), column: Number(column) });
    if (ownFolders.some((folder) => place.file.startsWith(folder))) continue;
    const file = path.relative(projectFolder, place.file).replaceAll(path.sep, "/");
    if (file.startsWith("../") || path.isAbsolute(file) || /(^|\/)node_modules\//.test(file)) continue;
    if (inFile === undefined || inFile === file) return { ...place, file };
  }
  return null;
}

const maps = new SourceMaps();

/** Where the place comes from; what the compiler itself has added to a bundle is in no file, and stays. */
function sourcePlace(place: Position): Position {
  const source = maps.sourceOf(place);
  if (!source || /^[a-z]+:/.test(source.file)) return place;
  return { ...source, file: path.resolve(path.dirname(place.file), source.file) };
}
