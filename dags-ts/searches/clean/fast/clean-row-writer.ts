// The fast path's writer: writes usual rows into the clean data set, byte for byte as formatCleanRow does.
import { typeCodes, type ValidSearches } from "../../valid-searches.ts";
import { copyAscii, WrittenText } from "./ascii.ts";
import type { OutputBlock } from "./output-block.ts";
import { textBounds, type UsualRow } from "./usual-row.ts";
import { writeNumber } from "./write-number.ts";

// A column of JSON is quoted, and each quote in it is doubled.
const firstSearchText = new WrittenText(',"[{""search_id"":');
const nextSearchText = new WrittenText(',{""search_id"":');
const clicksText = new WrittenText(',""enabled"":true,""clicks"":');
const createdAtText = new WrittenText(',""created_at"":');
const listingsText = new WrittenText(',""listings"":');
const typeTexts: WrittenText[] = [];
typeTexts[typeCodes.none] = new WrittenText(',""type"":null}');
typeTexts[typeCodes.rental] = new WrittenText(',""type"":""Rental""}');
typeTexts[typeCodes.sale] = new WrittenText(',""type"":""Sales""}');
const endText = new WrittenText(']",');
const [lineFeed, comma] = [0x0a, 0x2c] as const;

/** Of a row's length: a search as JSON takes about as much room again. The counts at a row's end take far less than 256. */
const maxGrowth = 3;
const maxExtraBytes = 256;

/** Appends the row that begins at `start` and was read last. It has a valid search. */
export function writeCleanRow(row: UsualRow, source: DataView, start: number, output: OutputBlock): void {
  output.reserve((row.end - start) * maxGrowth + maxExtraBytes);
  const { words } = output;
  const { texts, searches } = row;
  let at = copyAscii(source, start, row.end, words, output.length);
  for (let index = 0; index < searches.length; index++) {
    const slot = index * textBounds;
    at = (index === 0 ? firstSearchText : nextSearchText).write(words, at);
    at = copyAscii(source, texts[slot] as number, texts[slot + 1] as number, words, at);
    at = clicksText.write(words, at);
    at = copyAscii(source, texts[slot + 2] as number, texts[slot + 3] as number, words, at);
    at = createdAtText.write(words, at);
    at = copyAscii(source, texts[slot + 4] as number, texts[slot + 5] as number, words, at);
    at = listingsText.write(words, at);
    at = copyAscii(source, texts[slot + 6] as number, texts[slot + 7] as number, words, at);
    at = (typeTexts[searches.types[index] as number] as WrittenText).write(words, at);
  }
  at = endText.write(words, at);
  output.length = writeCounts(searches, output.bytes, at);
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
