// Turns positions in a bundle into positions in the TypeScript it was made from. Loaded when an error is printed:
// reading source maps at start would cost every task what only failing ones need.
import { SourceMaps } from "../system/source-maps.ts";

const position = /(file:\/\/[^\s()]+?\.mjs|\/[^\s()]+?\.mjs):(\d+):(\d+)/g;

// Of Node itself, of a bundle's entry and of the runtime (in a package, or in this repository): the same in each
// failure.
const ownFrame = /^\s+at (.*(node:internal|windsock:)|(.*(\(|\s|windsock\/))?dist\/runtime\/)/;

/** An error's stack with the names of the source files, relative to the project's folder. */
export function sourceStack(error: Error): string {
  const maps = new SourceMaps();
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return stack
    .replaceAll(position, (place, file: string, line: string, column: string) => {
      const source = maps.sourceOf({ file, line: Number(line), column: Number(column) });
      // Sources are relative to the bundle, which lies somewhere below the project's folder.
      return source ? `${source.file.replace(/^(\.\.\/)+/, "")}:${source.line}:${source.column}` : place;
    })
    .split("\n")
    .filter((text) => !ownFrame.test(text))
    .join("\n");
}
