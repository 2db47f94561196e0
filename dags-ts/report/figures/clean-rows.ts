// Reads a clean data set as bytes, row by row: most of it is text that nobody here needs to see.
import { Buffer } from "node:buffer";
import {
  copyLines,
  type LineBlock,
  lineBlocks,
  type ObjectVersion,
  streamVersion,
  UnreadableObjectError,
} from "windsock/hooks";
import { cleanHeader } from "../../searches/clean/clean-row.ts";

const [lineFeed, quote, comma] = [0x0a, 0x22, 0x2c] as const;

/** About how long a row is, in bytes. */
export const usualRowBytes = 300;

/** Rows that follow each other. They are valid until the next ones are asked for. */
export interface CleanRows {
  readonly bytes: Uint8Array;
  /** Where each row begins; and behind them, where the last one ends. */
  readonly bounds: readonly number[];
  /** The number of the first one, the header being row 1. */
  readonly first: number;
}

/**
 * The rows, many at a time, without the header.
 *
 * @throws {UnreadableObjectError} when the header is another one, or a column has no end
 */
export async function* readCleanRows(object: ObjectVersion): AsyncGenerator<CleanRows> {
  let first = 1;
  let unfinished: LineBlock | undefined;
  for await (const block of lineBlocks(streamVersion(object))) {
    const { bytes, start, end } = unfinished === undefined ? block : copyLines(unfinished, block);
    const bounds = boundsOf(bytes, start, end);
    if (first === 1) {
      checkHeader(bytes, bounds);
      first = 2;
      bounds.shift();
    }
    const done = bounds.at(-1) ?? end;
    // Only a quoted column with a line break in it goes on behind a block.
    unfinished = done === end ? undefined : copyLines({ bytes, start: done, end });
    yield { bytes, bounds, first };
    first += bounds.length - 1;
  }
  if (first === 1) throw new UnreadableObjectError("It is empty, and has not even a header.");
  if (unfinished !== undefined) {
    throw new UnreadableObjectError(`A quoted column of row ${first} is not closed.`);
  }
}

/** A row's first column as it is written, quotes included; equal ids are written alike. */
export function userColumn(bytes: Uint8Array, start: number): string {
  let quoted = false;
  let end = start;
  for (; bytes[end] !== comma || quoted; end += 1) {
    if (bytes[end] === quote) quoted = !quoted;
    else if (bytes[end] === lineFeed && !quoted) break;
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
}

function boundsOf(bytes: Uint8Array, start: number, end: number): number[] {
  const bounds = [start];
  let quoted = false;
  for (let at = start; at < end; at += 1) {
    if (bytes[at] === quote) quoted = !quoted;
    else if (bytes[at] === lineFeed && !quoted) bounds.push(at + 1);
  }
  return bounds;
}

function checkHeader(bytes: Uint8Array, [start = 0, end = 0]: readonly number[]): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString();
  if (text === cleanHeader) return;
  throw new UnreadableObjectError(`Its first row is not the header "${cleanHeader.trimEnd()}".`);
}
