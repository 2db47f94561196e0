// The fast path's reader: reads rows in the form that nearly all have, from their bytes, without making strings.
//
//     row    = number "," search* LF
//     search = "--\\n-:search_id:" number "\\n:enabled:" ("True" | "False") "\\n:clicks:" number
//              "\\n:created_at:" number "\\n:listings:" number
//              "\\n:type:" ("Rental" | "Sales" | "") "\n"
//     number = "0" | a digit from 1 to 9, up to 14 more digits; clicks and listings are not above maxCount
//
// Backslashes are characters of the file. A row in any other form, valid or not, is unusual: it is left to read-record.ts,
// which knows the whole grammar. A usual row means the same to both.
import { maxCount } from "../../search.ts";
import { typeCodes, ValidSearches } from "../../valid-searches.ts";
import { ExpectedText, word } from "./ascii.ts";

const raw = String.raw;
const searchIdText = new ExpectedText(raw`-\\n-:search_id:`);
const enabledText = new ExpectedText(raw`\\n:enabled:`);
const clicksText = new ExpectedText(raw`\\n:clicks:`);
const createdAtText = new ExpectedText(raw`\\n:created_at:`);
const listingsText = new ExpectedText(raw`\\n:listings:`);
const typeText = new ExpectedText(raw`\\n:type:`);
const [wordTrue, wordFals, wordRent, wordSale] = [
  word("True"),
  word("Fals"),
  word("Rent"),
  word("Sale"),
] as const;
const [lineFeed, comma, dash, zero, backslash] = [0x0a, 0x2c, 0x2d, 0x30, 0x5c] as const;
const [letterA, letterE, letterL, letterN, letterS] = [0x61, 0x65, 0x6c, 0x6e, 0x73] as const;

const maxDigits = 15;

/** Instead of a position: the row has another form. */
export const unusual = -1;

/** Of each valid search, where the texts of its id, clicks, created_at and listings begin and end. */
export const textBounds = 8;

/** Reads rows, one after the other, and knows of the last one what its valid searches are. */
export class UsualRow {
  userId = 0;
  /** Where the text of the row ends, before its line feed. */
  end = 0;
  readonly searches = new ValidSearches();
  /** {@link textBounds} positions for each of the searches. */
  texts = new Int32Array(64 * textBounds);
  readonly #minClicks: number;
  #bytes: Uint8Array = new Uint8Array();
  #words: DataView = new DataView(this.#bytes.buffer);
  #number = 0;

  constructor(minClicks: number) {
    this.#minClicks = minClicks;
  }

  /** The bytes that are read from now on. */
  open(bytes: Uint8Array, words: DataView): void {
    this.#bytes = bytes;
    this.#words = words;
  }

  /** Reads the row that begins at `start`; returns where the next one begins, or {@link unusual}. */
  read(start: number): number {
    this.searches.clear();
    let at = this.#readNumber(start);
    this.userId = this.#number;
    if (at === unusual || this.#bytes[at++] !== comma) return unusual;
    while (this.#bytes[at] === dash) {
      at = this.#readSearch(at + 1);
      if (at === unusual) return unusual;
    }
    if (this.#bytes[at] !== lineFeed) return unusual;
    this.end = at;
    return at + 1;
  }

  #readSearch(start: number): number {
    const words = this.#words;
    if (!searchIdText.isAt(words, start)) return unusual;
    const idStart = start + searchIdText.length;
    const idEnd = this.#readNumber(idStart);
    const id = this.#number;
    if (idEnd === unusual || !enabledText.isAt(words, idEnd)) return unusual;

    let at = idEnd + enabledText.length;
    const enabled = words.getInt32(at, true) === wordTrue;
    if (enabled) at += 4;
    else if (words.getInt32(at, true) === wordFals && this.#bytes[at + 4] === letterE) at += 5;
    else return unusual;

    if (!clicksText.isAt(words, at)) return unusual;
    const clicksStart = at + clicksText.length;
    const clicksEnd = this.#readNumber(clicksStart);
    const clicks = this.#number;
    if (clicksEnd === unusual || clicks > maxCount || !createdAtText.isAt(words, clicksEnd)) return unusual;

    const createdStart = clicksEnd + createdAtText.length;
    const createdEnd = this.#readNumber(createdStart);
    if (createdEnd === unusual || !listingsText.isAt(words, createdEnd)) return unusual;

    const listingsStart = createdEnd + listingsText.length;
    const listingsEnd = this.#readNumber(listingsStart);
    const listings = this.#number;
    if (listingsEnd === unusual || listings > maxCount || !typeText.isAt(words, listingsEnd)) return unusual;

    const typeStart = listingsEnd + typeText.length;
    const type = this.#typeAt(typeStart);
    at = typeStart + (type === typeCodes.none ? 0 : type === typeCodes.rental ? 6 : 5);
    if (this.#bytes[at] !== backslash || this.#bytes[at + 1] !== letterN) return unusual;
    if (!enabled || clicks < this.#minClicks) return at + 2;

    const slot = this.searches.length * textBounds;
    this.searches.add(id, clicks, listings, type);
    if (slot === this.texts.length) this.#growTexts();
    const texts = this.texts;
    texts[slot] = idStart;
    texts[slot + 1] = idEnd;
    texts[slot + 2] = clicksStart;
    texts[slot + 3] = clicksEnd;
    texts[slot + 4] = createdStart;
    texts[slot + 5] = createdEnd;
    texts[slot + 6] = listingsStart;
    texts[slot + 7] = listingsEnd;
    return at + 2;
  }

  #typeAt(at: number): number {
    const head = this.#words.getInt32(at, true);
    if (head === wordRent && this.#bytes[at + 4] === letterA && this.#bytes[at + 5] === letterL)
      return typeCodes.rental;
    if (head === wordSale && this.#bytes[at + 4] === letterS) return typeCodes.sale;
    return typeCodes.none;
  }

  #growTexts(): void {
    const texts = this.texts;
    this.texts = new Int32Array(texts.length * 2);
    this.texts.set(texts);
  }

  /** Reads a number into `#number`; returns where it ends, or {@link unusual}. */
  #readNumber(start: number): number {
    const bytes = this.#bytes;
    let number = ((bytes[start] as number) - zero) >>> 0;
    if (number > 9) return unusual;
    let at = start + 1;
    // A number does not go on after a leading zero: a digit there fails the caller's next comparison.
    if (number > 0) {
      for (let digit = ((bytes[at] as number) - zero) >>> 0; digit <= 9; ) {
        number = number * 10 + digit;
        digit = ((bytes[++at] as number) - zero) >>> 0;
      }
    }
    this.#number = number;
    return at - start > maxDigits ? unusual : at;
  }
}
