// Reads positions out of V8 stacks.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { Position } from "../../model/problem.ts";

const frame = /^\s+at (?:.*\()?((?:file:\/\/)?\/.*?|[A-Za-z]:\\.*?):(\d+):(\d+)\)?$/;

// This package's own frames are never what an author looks for.
const ownPackage = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const ownFolders = ["src", "dist"].map((folder) => path.join(ownPackage, folder) + path.sep);

/**
 * The first frame of `stack` that lies in the project and not in a dependency; null when there is none. Frames
 * in a bundle lie where its source map says. Node could say so itself, and would take ten times as long.
 */
export function locate(stack: string, projectFolder: string): Position | null {
  for (const text of stack.split("\n")) {
    const match = frame.exec(text);
    if (!match) continue;
    const [, location = "", line, column] = match;
    const bundled = location.startsWith("file://") ? fileURLToPath(location) : location;
    const place = sourcePlace({ file: bundled, line: Number(line), column: Number(column) });
    if (ownFolders.some((folder) => place.file.startsWith(folder))) continue;
    const file = path.relative(projectFolder, place.file).replaceAll(path.sep, "/");
    if (file.startsWith("../") || path.isAbsolute(file) || /(^|\/)node_modules\//.test(file)) continue;
    return { ...place, file };
  }
  return null;
}

const emptyMap = new TraceMap({ version: 3, sources: [], names: [], mappings: "" });
const maps = new Map<string, TraceMap>();

/** Lines and columns from 1 on, as V8 counts. */
function sourcePlace(place: Position): Position {
  const map = maps.get(place.file) ?? readMap(place.file);
  maps.set(place.file, map);
  const { source, line, column } = originalPositionFor(map, { line: place.line, column: place.column - 1 });
  // What the compiler itself has added is in no file.
  return source?.startsWith("file:") ? { file: fileURLToPath(source), line, column: column + 1 } : place;
}

/** A bundle's map; of any other file an empty one. */
function readMap(file: string): TraceMap {
  if (!file.endsWith(".mjs") || !existsSync(`${file}.map`)) return emptyMap;
  return new TraceMap(readFileSync(`${file}.map`, "utf8"), pathToFileURL(file).href);
}
