// Reads a clean data set row by row. Each of its rows is one line: no column can hold a line end.
import { readLines } from "../../objects/read-lines.ts";
import { readSource, type SourceObject } from "../../objects/source-object.ts";
import { UnreadableSourceError } from "../../objects/unreadable-source-error.ts";
import { cleanHeader } from "../../searches/clean-row.ts";

/** About how long a row is: 300 bytes. */
export const ROW_BYTES = 300;

/** A line with its number, counted from 1. */
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
  for await (const { first, lines } of readLines(readSource(object))) {
    const numbered = lines.map((text, index) => ({ number: first + index, text }));
    if (!seen && `${numbered.shift()?.text}\n` !== cleanHeader) {
      throw new UnreadableSourceError(`Line 1 is not the header "${cleanHeader.trimEnd()}".`);
    }
    seen = true;
    yield numbered;
  }
  if (!seen) throw new UnreadableSourceError("It is empty, and has not even a header.");
}

/** A row's first column as it is written, quotes included; equal ids are written alike. */
export function userColumn({ text }: NumberedLine): string {
  return /^(?:"(?:[^"]|"")*"|[^",]*)/.exec(text)?.[0] ?? "";
}
