// Writes rows that were read from bytes into the clean data set, byte for byte as formatCleanRow does.
import type { ValidSearches } from "../../valid-searches.ts";
import { copyAscii, copyBytes, WrittenText } from "./ascii.ts";
import { fixedEntries, forms, JsonEntries } from "./json-entries.ts";
import type { OutputBlock } from "./output-block.ts";
import type { ColumnBounds, RowReader } from "./row-reader.ts";
import { writeNumber } from "./write-number.ts";

const startText = new WrittenText(',"[');
const endText = new WrittenText(']",');
const [lineFeed, quote, comma, backslash, leftBrace, rightBrace] = [
  0x0a, 0x22, 0x2c, 0x5c, 0x7b, 0x7d,
] as const;

/** Of a row's length: a search as JSON takes up to twice as much room again. */
const maxGrowth = 4;
/** For the quotes and counts of a row. */
const maxExtraBytes = 256;

/** Appends the row that was read last. It has a valid search. */
export function writeCleanRow(row: RowReader, output: OutputBlock): void {
  const { userId, userData } = row;
  output.reserve((userData.end - userId.start) * maxGrowth + maxExtraBytes);
  let at = writeColumn(row, userId, output, output.length);
  output.bytes[at++] = comma;
  at = writeColumn(row, userData, output, at);
  at = startText.write(output.words, at);
  at = writeSearches(row, output, at);
  at = endText.write(output.words, at);
  output.length = writeCounts(row.searches, output.bytes, at);
}

function writeColumn(row: RowReader, column: ColumnBounds, output: OutputBlock, start: number): number {
  if (!column.needsQuotes) return copy(row, column.start, column.end, output, start);
  output.bytes[start] = quote;
  const end = copy(row, column.start, column.end, output, start + 1);
  output.bytes[end] = quote;
  return end + 1;
}

function copy(row: RowReader, start: number, end: number, output: OutputBlock, at: number): number {
  return row.isAscii
    ? copyAscii(row.words, start, end, output.words, at)
    : copyBytes(row.words, start, end, output.bytes, at);
}

function writeSearches(row: RowReader, output: OutputBlock, start: number): number {
  const { entries, ends, searches } = row.found;
  const { values } = entries;
  const { bytes, words } = output;
  let at = start;
  let entry = 0;
  for (let index = 0; index < searches.length; index++) {
    if (index > 0) bytes[at++] = comma;
    let isFirst = true;
    for (const end = ends[index] as number; entry < end; entry += 3) {
      const code = values[entry] as number;
      if (code === fixedEntries.endOfRecommended) {
        if (isFirst) bytes[at++] = leftBrace;
        bytes[at++] = rightBrace;
        isFirst = false;
        continue;
      }
      const comesAt = at;
      at = entries.textOf(code).write(words, at);
      // A comma is in its place.
      if (isFirst) bytes[comesAt] = leftBrace;
      isFirst = JsonEntries.opensObject(code);
      const form = JsonEntries.formOf(code);
      if (form === forms.none) continue;
      if (form === forms.count) at = writeNumber(values[entry + 1] as number, bytes, at);
      else at = writeValue(row, form, values[entry + 1] as number, values[entry + 2] as number, output, at);
    }
    bytes[at++] = rightBrace;
  }
  return at;
}

function writeValue(
  row: RowReader,
  form: number,
  start: number,
  end: number,
  output: OutputBlock,
  place: number,
): number {
  if (form === forms.number) return copyAscii(row.words, start, end, output.words, place);
  const { bytes } = output;
  let at = place;
  bytes[at++] = quote;
  bytes[at++] = quote;
  at =
    form === forms.text
      ? copy(row, start, end, output, at)
      : copyWithQuotes(row.words, start, end, bytes, at);
  bytes[at++] = quote;
  bytes[at++] = quote;
  return at;
}

/** In JSON a quote has a backslash before it, and in CSV it is doubled, as it is in the source. */
function copyWithQuotes(
  source: DataView,
  start: number,
  end: number,
  bytes: Uint8Array,
  place: number,
): number {
  let at = place;
  for (let position = start; position < end; position++) {
    const byte = source.getUint8(position);
    if (byte === quote) {
      bytes[at++] = backslash;
      bytes[at++] = quote;
      position++;
    }
    bytes[at++] = byte;
  }
  return at;
}

function writeCounts(
  { length, listings, rental, sale, none }: ValidSearches,
  bytes: Uint8Array,
  start: number,
) {
  let at = writeNumber(length, bytes, start);
  bytes[at++] = comma;
  at = writeNumber(Math.ceil(listings / length), bytes, at);
  bytes[at++] = comma;
  at = writeNumber(rental, bytes, at);
  bytes[at++] = comma;
  at = writeNumber(sale, bytes, at);
  bytes[at++] = comma;
  at = writeNumber(none, bytes, at);
  bytes[at++] = lineFeed;
  return at;
}
