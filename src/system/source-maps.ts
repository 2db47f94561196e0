// Finds where in the sources a position in a bundle comes from.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** A position; lines and columns count from 1, as in V8's stacks. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The source maps that lie beside bundles, each read once. Node's own reader takes ten times as long. */
export class SourceMaps {
  readonly #maps = new Map<string, TraceMap | null>();

  /**
   * Where the place in a bundle comes from. The file is as the map has it: relative to the bundle's folder, or a
   * name with a colon for what the compiler itself has added.
   *
   * @param place its file may be a path or a `file:` URL
   * @returns null when it is no bundle, or has no map that can be read: it may be deployed without
   */
  sourceOf({ file, line, column }: Place): Place | null {
    const map = this.#mapOf(file);
    if (!map) return null;
    const found = originalPositionFor(map, { line, column: column - 1 });
    return found.source === null ? null : { file: found.source, line: found.line, column: found.column + 1 };
  }

  #mapOf(file: string): TraceMap | null {
    const known = this.#maps.get(file);
    if (known !== undefined) return known;
    const map = readMap(file);
    this.#maps.set(file, map);
    return map;
  }
}

function readMap(file: string): TraceMap | null {
  if (!file.endsWith(".mjs")) return null;
  try {
    return new TraceMap(readFileSync(`${file.startsWith("file:") ? fileURLToPath(file) : file}.map`, "utf8"));
  } catch {
    return null;
  }
}
