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
import type { UserId } from "./user-key.ts";

const [lineFeed, quote, comma, zero, bracket] = [0x0a, 0x22, 0x2c, 0x30, 0x5d] as const;
/** As many digits are always a number below 2^53. */
const exactDigits = 15;

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

/** The user of a row: a number where the column is written as one, and short enough to be exact, else its text. */
export function userAt(bytes: Uint8Array, start: number): UserId {
  let number = 0;
  let at = start;
  for (let digit = digitAt(bytes, at); digit <= 9; digit = digitAt(bytes, at)) {
    number = number * 10 + digit;
    at += 1;
  }
  const isNumber = bytes[at] === comma && at > start && at - start <= exactDigits;
  const startsWithZero = bytes[start] === zero && at - start > 1;
  return isNumber && !startsWithZero ? number : userColumn(bytes, start);
}

/** Above 9 where there is no digit. */
function digitAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) - zero) >>> 0;
}

function boundsOf(bytes: Uint8Array, start: number, end: number): number[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  const bounds = [start];
  let quoted = false;
  let line = start;
  for (let feed = text.indexOf(lineFeed, line); feed >= 0; feed = text.indexOf(lineFeed, line)) {
    quoted = !endsRow(bytes, line, feed) && quoted !== hasOddQuotes(bytes, line, feed);
    line = feed + 1;
    if (!quoted) bounds.push(line);
  }
  return bounds;
}

/**
 * Whether a line ends as rows do: in the searches as JSON, and counts. Within a quoted column the quote behind the bracket
 * would be doubled, so that this line feed is in none, whatever comes before.
 */
function endsRow(bytes: Uint8Array, start: number, feed: number): boolean {
  let at = feed - 1;
  while (at > start && (bytes[at] === comma || digitAt(bytes, at) <= 9)) at -= 1;
  return at > start && bytes[at] === quote && bytes[at - 1] === bracket;
}

function hasOddQuotes(bytes: Uint8Array, start: number, end: number): boolean {
  let odd = false;
  for (let at = start; at < end; at += 1) if (bytes[at] === quote) odd = !odd;
  return odd;
}

function checkHeader(bytes: Uint8Array, [start = 0, end = 0]: readonly number[]): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString();
  if (text === cleanHeader) return;
  throw new UnreadableObjectError(`Its first row is not the header "${cleanHeader.trimEnd()}".`);
}
