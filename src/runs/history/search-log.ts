// Finds lines in a log of any size, a piece of it at a time.
import { createReadStream } from "node:fs";
import { stripVTControlCharacters } from "node:util";

interface LogMatch {
  /** Where its line begins, in bytes. */
  readonly at: number;
  readonly line: string;
}

export interface LogMatches {
  readonly matches: readonly LogMatch[];
  /** There are more. */
  readonly isCut: boolean;
}

const mostMatches = 200;
const shownLine = 500;
/** Bytes that are read at once; a longer line is searched in parts. */
const blockSize = 1024 * 1024;

/** The lines that have the text, in whatever case, from the first one on. No file is an empty one. */
export async function searchLog(file: string, text: string, signal: AbortSignal): Promise<LogMatches> {
  const wanted = text.toLowerCase();
  const has = (piece: string) => piece.toLowerCase().includes(wanted);
  const matches: LogMatch[] = [];
  for await (const { block, at } of blocksOf(file, signal)) {
    const content = block.toString("utf8");
    // Most blocks have none, and are not taken apart.
    if (!has(content)) continue;
    let start = at;
    for (const line of content.split("\n")) {
      if (has(line)) {
        if (matches.length === mostMatches) return { matches, isCut: true };
        matches.push({ at: start, line: shown(line) });
      }
      start += Buffer.byteLength(line) + 1;
    }
  }
  return { matches, isCut: false };
}

/** The file in blocks of whole lines. */
async function* blocksOf(file: string, signal: AbortSignal): AsyncGenerator<{ block: Buffer; at: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: blockSize, signal })) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
      const end = bytes.lastIndexOf("\n") + 1 || (bytes.length > blockSize ? bytes.length : 0);
      if (end > 0) yield { block: bytes.subarray(0, end), at };
      rest = bytes.subarray(end);
      at += end;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  if (rest.length > 0) yield { block: rest, at };
}

function shown(line: string): string {
  const text = stripVTControlCharacters(line.slice(0, 4 * shownLine)).trimEnd();
  return text.length > shownLine ? `${text.slice(0, shownLine)}…` : text;
}
