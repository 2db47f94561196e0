// Reads one record of the source's CSV: a user's row, a blank line, or a malformed line with what is wrong with it.
import { Buffer, isUtf8 } from "node:buffer";
import type { LineBlock } from "windsock/hooks";
import { MalformedRowError } from "./malformed-row-error.ts";
import { byteOrderMark, parseUserRow, type UserRow } from "./user-row.ts";

const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22] as const;
// A quoted column with line breaks is never longer; what goes on for longer was begun by a stray quote.
const maxSpanBytes = 64 * 1024;
/** What the decoder puts where bytes are not UTF-8. */
const replacement = "\uFFFD";
/** What spreadsheets write for an empty row, and CP/M and DOS at the end of a file. */
const emptyCharacters = ` \t,\u001A${byteOrderMark}`;

export type CsvRecord = { readonly end: number; readonly lines: number } & (
  | { readonly kind: "row"; readonly row: UserRow }
  | { readonly kind: "blank" }
  | { readonly kind: "malformed"; readonly reason: string; readonly raw: string }
);

/**
 * The record that begins at `start`. A quoted column may hold line breaks; when what they join is no row of a
 * user, only the first line is malformed, so that a stray quote costs its own row and not all that follow.
 *
 * @param isLast whether no lines follow the block
 * @returns null when the lines that are still to come decide what it is
 */
export function readRecord(block: LineBlock, start: number, isLast: boolean): CsvRecord | null {
  const { bytes, end } = block;
  const { text: line, end: lineEnd } = textOfLine(block, start);
  if (isEmpty(line)) return { kind: "blank", end: lineEnd, lines: 1 };
  try {
    return { kind: "row", row: parseRow(line, bytes, start, lineEnd), end: lineEnd, lines: 1 };
  } catch (error) {
    if (!(error instanceof MalformedRowError)) throw error;
    const recordEnd = endOfRecord(bytes, start, Math.min(end, start + maxSpanBytes));
    if (recordEnd === null && !isLast && end - start < maxSpanBytes) return null;
    const spanning = recordEnd === null || recordEnd === lineEnd ? null : readSpan(bytes, start, recordEnd);
    return spanning ?? { kind: "malformed", reason: error.message, raw: line, end: lineEnd, lines: 1 };
  }
}

/** Whether the line holds nothing: it is blank, commas alone, or the end mark of an old system. */
function isEmpty(line: string): boolean {
  for (const character of line) if (!emptyCharacters.includes(character)) return false;
  return true;
}

/** @param end of the bytes that the text is made from */
function parseRow(text: string, bytes: Uint8Array, start: number, end: number): UserRow {
  if (text.includes(replacement) && !isUtf8(bytes.subarray(start, end))) {
    throw new MalformedRowError("the line is not UTF-8 text");
  }
  return parseUserRow(text);
}

/** The line that begins at `start`, without its end, and where the next one begins. */
export function textOfLine(
  { bytes }: LineBlock,
  start: number,
): { readonly text: string; readonly end: number } {
  const end = bytes.indexOf(lineFeed, start) + 1;
  return { text: textOf(bytes, start, end), end };
}

/** Where the first line feed outside of quotes is followed by the next record. */
function endOfRecord(bytes: Uint8Array, start: number, end: number): number | null {
  let quoted = false;
  for (let at = start; at < end; at++) {
    if (bytes[at] === quote) quoted = !quoted;
    else if (bytes[at] === lineFeed && !quoted) return at + 1;
  }
  return null;
}

function readSpan(bytes: Uint8Array, start: number, end: number): CsvRecord | null {
  const text = textOf(bytes, start, end);
  try {
    return { kind: "row", row: parseRow(text, bytes, start, end), end, lines: text.split("\n").length };
  } catch (error) {
    if (error instanceof MalformedRowError) return null;
    throw error;
  }
}

/** @param end behind the line feed, which is left out as a carriage return before it is */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  const last = end - 1;
  const textEnd = last > start && bytes[last - 1] === carriageReturn ? last - 1 : last;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, textEnd - start).toString("utf8");
}
