// Writes usual rows into the clean data set: the bytes that formatCleanRow of searches/ would make of them.
import type { OutputBlock } from "../objects/output-block.ts";
import { typeCodes, type ValidSearches } from "../searches/valid-searches.ts";
import { copyAscii, WrittenText } from "./ascii.ts";
import { TEXTS_A_SEARCH, type UsualRow } from "./usual-row.ts";
import { writeNumber } from "./write-number.ts";

// A column of JSON is quoted, and each quote in it is doubled.
const FIRST_SEARCH = new WrittenText(',"[{""search_id"":');
const NEXT_SEARCH = new WrittenText(',{""search_id"":');
const CLICKS = new WrittenText(',""enabled"":true,""clicks"":');
const CREATED_AT = new WrittenText(',""created_at"":');
const LISTINGS = new WrittenText(',""listings"":');
const TYPES: WrittenText[] = [];
TYPES[typeCodes.none] = new WrittenText(',""type"":null}');
TYPES[typeCodes.rental] = new WrittenText(',""type"":""Rental""}');
TYPES[typeCodes.sale] = new WrittenText(',""type"":""Sales""}');
const END_OF_SEARCHES = new WrittenText(']",');
const [LINE_FEED, COMMA] = [0x0a, 0x2c] as const;

/** A search takes about as much room again as JSON, and the counts at the end of a row far less than this. */
const MAX_GROWTH = 3;
const MAX_EXTRA_BYTES = 256;

/** Appends the row that begins at `start` and was read last. It has a valid search. */
export function writeCleanRow(row: UsualRow, source: DataView, start: number, output: OutputBlock): void {
  output.reserve((row.end - start) * MAX_GROWTH + MAX_EXTRA_BYTES);
  const { words } = output;
  const { texts, searches } = row;
  let at = copyAscii(source, start, row.end, words, output.length);
  for (let index = 0; index < searches.length; index++) {
    const slot = index * TEXTS_A_SEARCH;
    at = (index === 0 ? FIRST_SEARCH : NEXT_SEARCH).write(words, at);
    at = copyAscii(source, texts[slot] as number, texts[slot + 1] as number, words, at);
    at = CLICKS.write(words, at);
    at = copyAscii(source, texts[slot + 2] as number, texts[slot + 3] as number, words, at);
    at = CREATED_AT.write(words, at);
    at = copyAscii(source, texts[slot + 4] as number, texts[slot + 5] as number, words, at);
    at = LISTINGS.write(words, at);
    at = copyAscii(source, texts[slot + 6] as number, texts[slot + 7] as number, words, at);
    at = (TYPES[searches.types[index] as number] as WrittenText).write(words, at);
  }
  at = END_OF_SEARCHES.write(words, at);
  output.length = writeCounts(searches, output.bytes, at);
}

function writeCounts(
  { length, listings, rental, sale, none }: ValidSearches,
  bytes: Uint8Array,
  start: number,
) {
  let at = writeNumber(length, bytes, start);
  bytes[at++] = COMMA;
  at = writeNumber(Math.ceil(listings / length), bytes, at);
  bytes[at++] = COMMA;
  at = writeNumber(rental, bytes, at);
  bytes[at++] = COMMA;
  at = writeNumber(sale, bytes, at);
  bytes[at++] = COMMA;
  at = writeNumber(none, bytes, at);
  bytes[at++] = LINE_FEED;
  return at;
}
