// Cuts the bytes of a text file into blocks of whole lines, without copying any line that lies in one piece of memory.
import { UnreadableObjectError } from "./unreadable-object-error.ts";

/**
 * Lines that follow each other in a file, each with its line feed: `bytes` from `start` to `end`.
 *
 * Behind `end` are at least {@link readableBytes} more bytes of any content, so that a parser may look at several bytes
 * at once without asking where the block ends.
 */
export interface LineBlock {
  readonly bytes: Uint8Array;
  /** Where the first line begins. */
  readonly start: number;
  /** Behind the last line feed. */
  readonly end: number;
}

/** Bytes that may be read behind the end of a {@link LineBlock}. */
export const readableBytes = 32;

/** So much, that what is made of one block can be written while the next one is worked on. */
const maxBlockBytes = 512 * 1024;
const maxLineBytes = 16 * 1024 * 1024;
const lineFeed = 0x0a;

/**
 * The lines of a text, in blocks of half a megabyte at most (a longer line is a block of its own). The last line gets a
 * line feed where it has none; carriage returns stay where they are. A block is valid until the next one is asked for.
 *
 * @param chunks the text's bytes in any portions, such as `unpacked()` of a packed object gives; each is valid until the
 *   next one is asked for
 * @throws {UnreadableObjectError} when a line is longer than 16 MiB, as happens in files that are no text in lines;
 *   memory would grow with it
 */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
  const cut = new CutLine();
  for await (const chunk of chunks) {
    const begun = cut.isEmpty ? 0 : chunk.indexOf(lineFeed) + 1;
    if (begun === 0 && !cut.isEmpty) {
      cut.add(chunk);
      continue;
    }
    if (begun > 0) {
      cut.add(chunk.subarray(0, begun));
      yield cut.take();
    }
    let start = begun;
    for (let end = endOfBlock(chunk, start); end > start; end = endOfBlock(chunk, start)) {
      yield { bytes: chunk, start, end };
      start = end;
    }
    cut.add(chunk.subarray(start));
  }
  if (!cut.isEmpty) yield cut.take();
}

/** Where a block ends that begins at `start`; there itself when no line ends behind it. */
function endOfBlock(chunk: Uint8Array, start: number): number {
  const lines = chunk.subarray(start, Math.max(start, chunk.length - readableBytes));
  const last = lines.subarray(0, maxBlockBytes).lastIndexOf(lineFeed);
  return start + (last < 0 ? lines.indexOf(lineFeed) : last) + 1;
}

/**
 * A copy of the lines of blocks that follow each other. It stays valid, other than the blocks themselves.
 *
 * @throws {UnreadableObjectError} when they are longer than 16 MiB together
 */
export function copyLines(...blocks: readonly LineBlock[]): LineBlock {
  const cut = new CutLine();
  for (const { bytes, start, end } of blocks) cut.add(bytes.subarray(start, end));
  return cut.take();
}

/** The pieces of a line that lies in several chunks. */
class CutLine {
  #pieces: Uint8Array[] = [];
  #size = 0;

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    // A copy, which slice() of a Buffer is not: the memory of a chunk is used again.
    this.#pieces.push(new Uint8Array(piece));
    this.#size += piece.length;
    if (this.#size > maxLineBytes) throw tooLong();
  }

  take(): LineBlock {
    const bytes = new Uint8Array(this.#size + 1 + readableBytes);
    let end = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, end);
      end += piece.length;
    }
    if (bytes[end - 1] !== lineFeed) bytes[end++] = lineFeed;
    this.#pieces = [];
    this.#size = 0;
    return { bytes, start: 0, end };
  }
}

function tooLong(): UnreadableObjectError {
  return new UnreadableObjectError(
    `It has a line of more than ${maxLineBytes / 1024 / 1024} MiB. Expected a text file of lines.`,
  );
}
