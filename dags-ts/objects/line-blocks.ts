// Cuts the bytes of a text file into blocks of whole lines, without copying what is not cut in two.
import { UnreadableSourceError } from "./unreadable-source-error.ts";

/**
 * Lines that follow each other in a file, each with its line feed.
 *
 * Behind `end` are at least {@link READABLE_BYTES} more bytes of any content, so that a parser may look at
 * several bytes at once without asking where the block ends.
 */
export interface LineBlock {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export const READABLE_BYTES = 32;
/** What is made of a block is written while the next one is worked on; only a longer line makes a longer one. */
const MAX_BLOCK_BYTES = 512 * 1024;
const LINE_FEED = 0x0a;
// A user has some searches of about 100 bytes each: what is longer than this is no table of users.
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * The lines of a text; the last one gets a line feed where it has none. A block is valid until the next one.
 *
 * @throws {UnreadableSourceError} when a line is so long that it must be something else
 */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
  const cut = new CutLines();
  for await (const chunk of chunks) {
    const begun = cut.isEmpty ? 0 : chunk.indexOf(LINE_FEED) + 1;
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
  const lines = chunk.subarray(start, Math.max(start, chunk.length - READABLE_BYTES));
  const last = lines.subarray(0, MAX_BLOCK_BYTES).lastIndexOf(LINE_FEED);
  return start + (last < 0 ? lines.indexOf(LINE_FEED) : last) + 1;
}

/** A copy of the lines of blocks that follow each other, which stays valid. */
export function copyLines(...blocks: readonly LineBlock[]): LineBlock {
  const cut = new CutLines();
  for (const { bytes, start, end } of blocks) cut.add(bytes.subarray(start, end));
  return cut.take();
}

/** The pieces of lines that lie in several chunks. */
class CutLines {
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
    if (this.#size > MAX_LINE_BYTES) throw tooLong();
  }

  take(): LineBlock {
    const bytes = new Uint8Array(this.#size + 1 + READABLE_BYTES);
    let end = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, end);
      end += piece.length;
    }
    if (bytes[end - 1] !== LINE_FEED) bytes[end++] = LINE_FEED;
    this.#pieces = [];
    this.#size = 0;
    return { bytes, start: 0, end };
  }
}

function tooLong(): UnreadableSourceError {
  return new UnreadableSourceError(
    `It has a line of more than ${MAX_LINE_BYTES / 1024 / 1024} MiB. Expected one user a line.`,
  );
}
