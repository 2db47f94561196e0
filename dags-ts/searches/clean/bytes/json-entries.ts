// What the JSON of the valid searches is put together from: texts, and stretches of the source.
import { WrittenText } from "./ascii.ts";

/** What comes behind the text of an entry. */
export const forms = {
  /** A stretch of the source as it is: a number. */
  number: 0,
  /** One in quotes. */
  text: 1,
  /** One in quotes that holds quotes itself, doubled as CSV has them. */
  textWithQuotes: 2,
  /** Nothing. */
  none: 3,
  /** A number that is not in the source: it is the entry's start. */
  count: 4,
} as const;

const formBits = 3;
const formMask = 2 ** formBits - 1;
const codeOf = (text: number, form: number) => (text << formBits) | form;

// A column of JSON is quoted, and each quote in it is doubled. Each begins with a comma, in whose place a brace is put
// where it comes first.
const fixedTexts: readonly string[] = [
  ',""enabled"":true',
  ',""clicks"":0',
  ',""listings"":0',
  ',""listings"":',
  ',""type"":null',
  ',""type"":""Rental""',
  ',""type"":""Sales""',
  ',""recommended"":',
];

/** Entries whose text is always the same. */
export const fixedEntries = {
  enabled: codeOf(0, forms.none),
  noClicks: codeOf(1, forms.none),
  noListings: codeOf(2, forms.none),
  listingsCount: codeOf(3, forms.count),
  noType: codeOf(4, forms.none),
  rental: codeOf(5, forms.none),
  sale: codeOf(6, forms.none),
  /** Begins an object in the object. */
  recommended: codeOf(7, forms.none),
  endOfRecommended: -1,
} as const;

/** Numbers, three for each entry of a search's JSON: what it is, and where its value begins and ends in the source. */
export class JsonEntries {
  /** Of all entries together, in numbers. */
  length = 0;
  values = new Int32Array(4096);
  readonly #texts = fixedTexts.map((text) => new WrittenText(text));
  readonly #codes = new Map<string, number>();

  /** The entry of a field with this name, to which one of {@link forms} is added. */
  codeOf(name: string): number {
    const known = this.#codes.get(name);
    if (known !== undefined) return known;
    const code = codeOf(this.#texts.length, 0);
    this.#texts.push(new WrittenText(`,""${name}"":`));
    this.#codes.set(name, code);
    return code;
  }

  add(code: number, start: number, end: number): void {
    const at = this.length;
    if (at + 3 > this.values.length) this.#grow();
    const values = this.values;
    values[at] = code;
    values[at + 1] = start;
    values[at + 2] = end;
    this.length = at + 3;
  }

  /** The text that an entry begins with; the end of an object has none. */
  textOf(code: number): WrittenText {
    return this.#texts[code >> formBits] as WrittenText;
  }

  static formOf(code: number): number {
    return code & formMask;
  }

  /** Whether an object begins behind the text. */
  static opensObject(code: number): boolean {
    return code === fixedEntries.recommended;
  }

  #grow(): void {
    const values = this.values;
    this.values = new Int32Array(values.length * 2);
    this.values.set(values);
  }
}
