// Reads pieces of a log that may be of any size, and may be growing.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** Bytes that are shown at once. */
export const pieceSize = 128 * 1024;

/** A part of a log, in whole lines where it has any. */
export interface LogPiece {
  readonly text: string;
  /** Where it begins and ends, in bytes. */
  readonly from: number;
  readonly to: number;
  /** Of the whole log. */
  readonly size: number;
}

/** The last piece of a log; null when there is none. */
export function lastPiece(file: string): LogPiece | null {
  return read(file, (size) => size - pieceSize, startOfLine);
}

/** The piece that begins with the first line from that byte on. */
export function pieceFrom(file: string, at: number): LogPiece | null {
  return read(file, (size) => Math.min(at, size), startOfLine);
}

/** The piece that goes on where another one ended, be it within a line. */
export function pieceAfter(file: string, to: number): LogPiece | null {
  return read(
    file,
    (size) => Math.min(to, size),
    () => 1,
  );
}

/** @param begin where a piece begins in its bytes, of which the first one is the last one before it */
function read(
  file: string,
  place: (size: number) => number,
  begin: (bytes: Buffer) => number,
): LogPiece | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, "r");
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.max(0, place(size) - 1);
    const bytes = Buffer.alloc(Math.min(start > 0 ? pieceSize + 1 : pieceSize, size - start));
    const piece = bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start));
    const from = place(size) > 0 ? Math.min(begin(piece), piece.length) : 0;
    const to = start + piece.length < size ? afterLastLine(piece) : wholeCharacters(piece);
    const shown = piece.subarray(from, Math.max(from, to));
    return { text: shownText(shown), from: start + from, to: start + from + shown.length, size };
  } finally {
    closeSync(descriptor);
  }
}

/** What terminals make colours of is left out. */
function shownText(bytes: Buffer): string {
  return stripVTControlCharacters(bytes.toString("utf8")).replaceAll("\r\n", "\n");
}

/** A line that is longer than a piece is cut where that begins and ends. */
function startOfLine(bytes: Buffer): number {
  return bytes.indexOf("\n") + 1 || 1;
}

function afterLastLine(bytes: Buffer): number {
  return bytes.lastIndexOf("\n") + 1 || wholeCharacters(bytes);
}

/** The bytes without the beginning of a character whose end is to come. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    // Any but a later byte of a character.
    if ((byte & 0xc0) !== 0x80) return lengthOf(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Of the UTF-8 character that begins with this byte. */
function lengthOf(first: number): number {
  if (first < 0xc0) return 1;
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
}
