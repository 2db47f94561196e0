// Reads a clean data set row by row.
import { readLines } from "../../objects/read-lines.ts";
import { type SourceObject, streamSource } from "../../objects/source-object.ts";
import { UnreadableSourceError } from "../../objects/unreadable-source-error.ts";
import { cleanHeader } from "../../searches/clean-row.ts";

/** About how long a row is: 300 bytes. */
export const ROW_BYTES = 300;

/** A row's text with the number of its first line, counted from 1. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/**
 * The rows, many at a time, without the header.
 *
 * @throws {UnreadableSourceError} when the header is another one
 */
export async function* cleanLines(object: SourceObject): AsyncGenerator<NumberedLine[]> {
  let seen = false;
  let begun: NumberedLine | undefined;
  for await (const { first, lines } of readLines(streamSource(object))) {
    const rows: NumberedLine[] = [];
    for (const [index, line] of lines.entries()) {
      const row: NumberedLine = begun
        ? { number: begun.number, text: `${begun.text}\n${line}` }
        : { number: first + index, text: line };
      // A quoted column may hold line ends.
      begun = isBegun(row.text) ? row : undefined;
      if (begun === undefined) rows.push(row);
    }
    if (!seen && `${rows.shift()?.text}\n` !== cleanHeader) {
      throw new UnreadableSourceError(`Line 1 is not the header "${cleanHeader.trimEnd()}".`);
    }
    seen = true;
    yield rows;
  }
  if (!seen) throw new UnreadableSourceError("It is empty, and has not even a header.");
  if (begun)
    throw new UnreadableSourceError(`Line ${begun.number} has a quoted column that is never closed.`);
}

/** Whether the text ends inside of quotes. */
function isBegun(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

/** A row's first column as it is written, quotes included; equal ids are written alike. */
export function userColumn({ text }: NumberedLine): string {
  return /^(?:"(?:[^"]|"")*"|[^",]*)/.exec(text)?.[0] ?? "";
}
