// Cuts the bytes of a text file into lines, many at a time.
import { UnreadableSourceError } from "./unreadable-source-error.ts";

/** Lines that follow each other in a file, without their line ends. */
export interface LineBlock {
  /** The number of the first of them, counted from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

const LINE_FEED = 0x0a;
const BLOCK_BYTES = 256 * 1024;
// A user has some searches of about 100 bytes each: what is longer than this is no table of users.
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * The lines of a UTF-8 text, ended by `\n` or `\r\n`. Bytes that are not UTF-8 become U+FFFD.
 *
 * @throws {UnreadableSourceError} when a line is so long that it must be something else
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<LineBlock> {
  let first = 1;
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    gathered.push(chunk);
    size += chunk.length;
    if (size < BLOCK_BYTES) continue;
    const block = Buffer.concat(gathered, size);
    // A line feed is never a part of another UTF-8 character.
    const end = block.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      const lines = toLines(block.subarray(0, end - 1));
      yield { first, lines };
      first += lines.length;
    }
    gathered = [block.subarray(end)];
    size -= end;
    if (size > MAX_LINE_BYTES) throw tooLong(first);
  }
  if (size === 0) return;
  const last = Buffer.concat(gathered, size);
  yield { first, lines: toLines(last.at(-1) === LINE_FEED ? last.subarray(0, -1) : last) };
}

function toLines(block: Buffer): string[] {
  const lines = block.toString("utf8").split("\n");
  return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

function tooLong(line: number): UnreadableSourceError {
  return new UnreadableSourceError(
    `Line ${line} is longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB. Expected one user a line.`,
  );
}
