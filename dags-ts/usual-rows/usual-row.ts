// Finds its way through a row as nearly all are, byte by byte, without making a string of anything.
//
//     row    = number "," search* LF
//     search = "--\\n-:search_id:" number "\\n:enabled:" ("True" | "False") "\\n:clicks:" number
//              "\\n:created_at:" number "\\n:listings:" number
//              "\\n:type:" ("Rental" | "Sales" | "") "\n"
//     number = "0" | a digit from 1 to 9, up to 14 more digits
//
// Backslashes are characters of the file. What deviates, be it in form only or because it is wrong, is left to
// searches/, which knows the whole grammar: a usual row is one that both read alike.
import { typeCodes, ValidSearches } from "../searches/valid-searches.ts";
import { ExpectedText, word } from "./ascii.ts";

const raw = String.raw;
const SEARCH_ID = new ExpectedText(raw`-\\n-:search_id:`);
const ENABLED = new ExpectedText(raw`\\n:enabled:`);
const CLICKS = new ExpectedText(raw`\\n:clicks:`);
const CREATED_AT = new ExpectedText(raw`\\n:created_at:`);
const LISTINGS = new ExpectedText(raw`\\n:listings:`);
const TYPE = new ExpectedText(raw`\\n:type:`);
const [TRUE, FALS, RENT, SALE] = [word("True"), word("Fals"), word("Rent"), word("Sale")] as const;
const [LINE_FEED, COMMA, DASH, ZERO, BACKSLASH] = [0x0a, 0x2c, 0x2d, 0x30, 0x5c] as const;
const [A, E, L, N, S] = [0x61, 0x65, 0x6c, 0x6e, 0x73] as const;

const MAX_DIGITS = 15;

/** Where a row is no usual one. */
export const UNUSUAL = -1;

/** Of each valid search, where the texts of its id, clicks, created_at and listings begin and end. */
export const TEXTS_A_SEARCH = 8;

/** Reads rows, one after the other, and knows of the last one what its valid searches are. */
export class UsualRow {
  userId = 0;
  /** Where the text of the row ends, before its line feed. */
  end = 0;
  readonly searches = new ValidSearches();
  /** {@link TEXTS_A_SEARCH} positions for each of the searches. */
  texts = new Int32Array(64 * TEXTS_A_SEARCH);
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

  /** Reads the row that begins at `start`; returns where the next one begins, or {@link UNUSUAL}. */
  read(start: number): number {
    this.searches.clear();
    let at = this.#readNumber(start);
    this.userId = this.#number;
    if (at === UNUSUAL || this.#bytes[at++] !== COMMA) return UNUSUAL;
    while (this.#bytes[at] === DASH) {
      at = this.#readSearch(at + 1);
      if (at === UNUSUAL) return UNUSUAL;
    }
    if (this.#bytes[at] !== LINE_FEED) return UNUSUAL;
    this.end = at;
    return at + 1;
  }

  #readSearch(start: number): number {
    const words = this.#words;
    if (!SEARCH_ID.isAt(words, start)) return UNUSUAL;
    const idStart = start + SEARCH_ID.length;
    const idEnd = this.#readNumber(idStart);
    const id = this.#number;
    if (idEnd === UNUSUAL || !ENABLED.isAt(words, idEnd)) return UNUSUAL;

    let at = idEnd + ENABLED.length;
    const enabled = words.getInt32(at, true) === TRUE;
    if (enabled) at += 4;
    else if (words.getInt32(at, true) === FALS && this.#bytes[at + 4] === E) at += 5;
    else return UNUSUAL;

    if (!CLICKS.isAt(words, at)) return UNUSUAL;
    const clicksStart = at + CLICKS.length;
    const clicksEnd = this.#readNumber(clicksStart);
    const clicks = this.#number;
    if (clicksEnd === UNUSUAL || !CREATED_AT.isAt(words, clicksEnd)) return UNUSUAL;

    const createdStart = clicksEnd + CREATED_AT.length;
    const createdEnd = this.#readNumber(createdStart);
    if (createdEnd === UNUSUAL || !LISTINGS.isAt(words, createdEnd)) return UNUSUAL;

    const listingsStart = createdEnd + LISTINGS.length;
    const listingsEnd = this.#readNumber(listingsStart);
    const listings = this.#number;
    if (listingsEnd === UNUSUAL || !TYPE.isAt(words, listingsEnd)) return UNUSUAL;

    const typeStart = listingsEnd + TYPE.length;
    const type = this.#typeAt(typeStart);
    at = typeStart + (type === typeCodes.none ? 0 : type === typeCodes.rental ? 6 : 5);
    if (this.#bytes[at] !== BACKSLASH || this.#bytes[at + 1] !== N) return UNUSUAL;
    if (!enabled || clicks < this.#minClicks) return at + 2;

    const slot = this.searches.length * TEXTS_A_SEARCH;
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
    if (head === RENT && this.#bytes[at + 4] === A && this.#bytes[at + 5] === L) return typeCodes.rental;
    if (head === SALE && this.#bytes[at + 4] === S) return typeCodes.sale;
    return typeCodes.none;
  }

  #growTexts(): void {
    const texts = this.texts;
    this.texts = new Int32Array(texts.length * 2);
    this.texts.set(texts);
  }

  /** Reads a number into `#number`; returns where it ends, or {@link UNUSUAL}. */
  #readNumber(start: number): number {
    const bytes = this.#bytes;
    let number = ((bytes[start] as number) - ZERO) >>> 0;
    if (number > 9) return UNUSUAL;
    let at = start + 1;
    // Behind a zero, another digit is not what any caller expects next.
    if (number > 0) {
      for (let digit = ((bytes[at] as number) - ZERO) >>> 0; digit <= 9; ) {
        number = number * 10 + digit;
        digit = ((bytes[++at] as number) - ZERO) >>> 0;
      }
    }
    this.#number = number;
    return at - start > MAX_DIGITS ? UNUSUAL : at;
  }
}
