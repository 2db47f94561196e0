// Turns positions in a bundle into positions in the TypeScript it was made from. Done only when an error is
// printed: reading source maps at start would cost every task what only failing ones need.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

const position = /(file:\/\/[^\s()]+?\.mjs|\/[^\s()]+?\.mjs):(\d+):(\d+)/g;

// Of Node itself, of a bundle's entry and of the runtime (in a package, or in this repository): the same in each
// failure.
const ownFrame = /^\s+at .*(node:internal|windsock:|(\(|\s|windsock\/)dist\/runtime\/)/;

/** An error's stack with the names of the source files, relative to the project's folder. */
export function sourceStack(error: Error): string {
  const maps = new Map<string, SourceMap | null>();
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return stack
    .replaceAll(position, (place, file: string, line: string, column: string) => {
      const map = maps.get(file) ?? readMap(file);
      maps.set(file, map);
      return map ? (sourcePlace(map, Number(line), Number(column)) ?? place) : place;
    })
    .split("\n")
    .filter((text) => !ownFrame.test(text))
    .join("\n");
}

function sourcePlace(map: SourceMap, line: number, column: number): string | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalSource" in entry)) return undefined;
  const source = entry.originalSource.replace(/^(\.\.\/)+/, "");
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function readMap(file: string): SourceMap | null {
  try {
    const location = file.startsWith("file:") ? fileURLToPath(file) : file;
    return new SourceMap(JSON.parse(readFileSync(`${location}.map`, "utf8")));
  } catch {
    // A bundle may be deployed without its map; its own positions are then what there is.
    return null;
  }
}
