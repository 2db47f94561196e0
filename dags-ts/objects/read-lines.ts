// Cuts the bytes of a text file into lines, many at a time.
import { Buffer } from "node:buffer";
import { lineBlocks } from "./line-blocks.ts";

/** Lines that follow each other in a file, without their line ends. */
export interface TextLines {
  /** The number of the first of them, counted from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

/**
 * The lines of a UTF-8 text, ended by `\n` or `\r\n`.
 *
 * @throws {UnreadableSourceError} when a line is so long that it must be something else
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLines> {
  let first = 1;
  for await (const { bytes, start, end } of lineBlocks(chunks)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - 1 - start).toString();
    const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
    yield { first, lines };
    first += lines.length;
  }
}
