// Reads the values of fields from their bytes, without making strings of them.
import { Buffer } from "node:buffer";
import { numberOrText } from "../../search.ts";
import { typeCodes } from "../../valid-searches.ts";
import { word } from "./ascii.ts";
import { forms, type JsonEntries } from "./json-entries.ts";

const [comma, dot, dash, zero, quote, backslash] = [0x2c, 0x2e, 0x2d, 0x30, 0x22, 0x5c] as const;
const [letterA, letterE, letterL, letterS] = [0x61, 0x65, 0x6c, 0x73] as const;
// The one export is written by Python, the other by Ruby.
const [wordTrue, wordFals] = [word("True"), word("Fals")] as const;
const [lowerTrue, lowerFals] = [word("true"), word("fals")] as const;
const [wordRent, wordSale] = [word("Rent"), word("Sale")] as const;
const maxDigits = 15;
/** A decimal fraction with more of them is written in another way as a JavaScript number. */
const maxZerosOfFraction = 5;

/** Instead of a position: this is left to read-record.ts, which knows the whole grammar, and all that can be wrong. */
export const unread = -1;

/** What a byte means within the text of a value; 0 is nothing but itself. */
const meanings = { end: 1, quote: 2, comma: 3, notAscii: 4, control: 5 } as const;
const meaningOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === backslash) return meanings.end;
  if (byte === quote) return meanings.quote;
  if (byte === comma) return meanings.comma;
  if (byte >= 0x80) return meanings.notAscii;
  return byte < 0x20 ? meanings.control : 0;
});

/** A place in the bytes of a block, and what was found there. */
export class ByteReader {
  bytes: Uint8Array = new Uint8Array();
  /** The same bytes, for several of them at a time. */
  words = new DataView(this.bytes.buffer);
  /** Of the number that was read last. */
  number = 0;
  /** The flag that was read last. */
  flag = false;
  /** The type that was read last: one of {@link typeCodes}. */
  type: number = typeCodes.none;
  /** Whether the column at hand stands in quotes. */
  isQuoted = false;
  /** Whether the column has what it must be quoted for: commas, and quotes, which are doubled. */
  needsQuotes = false;
  /** Whether the text that was read last has quotes. */
  hasQuotes = false;
  /** Whether there were bytes that are not ASCII since this was set to false. */
  isNotAscii = false;

  open(bytes: Uint8Array, words: DataView): void {
    this.bytes = bytes;
    this.words = words;
  }

  /** Reads a whole number of up to 15 digits, without leading zeros; returns where it ends, or {@link unread}. */
  readNumber(start: number): number {
    const bytes = this.bytes;
    let number = ((bytes[start] as number) - zero) >>> 0;
    if (number > 9) return unread;
    let at = start + 1;
    // A number does not go on after a leading zero: a digit there fails the caller's next comparison.
    if (number > 0) {
      for (let digit = ((bytes[at] as number) - zero) >>> 0; digit <= 9; ) {
        number = number * 10 + digit;
        digit = ((bytes[++at] as number) - zero) >>> 0;
      }
    }
    this.number = number;
    return at - start > maxDigits ? unread : at;
  }

  /** Reads whether something is so; returns where it ends, or {@link unread}. */
  readFlag(start: number): number {
    const first = this.words.getInt32(start, true);
    this.flag = first === wordTrue || first === lowerTrue;
    if (this.flag) return start + 4;
    const isFalse = (first === wordFals || first === lowerFals) && this.bytes[start + 4] === letterE;
    return isFalse ? start + 5 : unread;
  }

  /** Reads the type of a search, which may be empty; returns where it ends. */
  readType(start: number): number {
    const bytes = this.bytes;
    const first = this.words.getInt32(start, true);
    this.type = typeCodes.none;
    if (first === wordRent && bytes[start + 4] === letterA && bytes[start + 5] === letterL) {
      this.type = typeCodes.rental;
      return start + 6;
    }
    if (first === wordSale && bytes[start + 4] === letterS) {
      this.type = typeCodes.sale;
      return start + 5;
    }
    return start;
  }

  /** Reads the value of a field that means nothing to us; returns where it ends, or {@link unread}. */
  readOther(start: number, code: number, entries: JsonEntries): number {
    const number = this.readNumber(start);
    if (number !== unread && this.bytes[number] === backslash) {
      entries.add(code + forms.number, start, number);
      return number;
    }
    const end = this.readText(start);
    if (end === unread) return unread;
    const isNumber = !this.hasQuotes && this.isNumber(start, end);
    const form = this.hasQuotes ? forms.textWithQuotes : isNumber ? forms.number : forms.text;
    entries.add(code + form, start, end);
    return end;
  }

  /** Reads the text before the next backslash; returns where it ends, or {@link unread}. */
  readText(start: number): number {
    const bytes = this.bytes;
    this.hasQuotes = false;
    for (let at = start; ; at++) {
      const meaning = meaningOf[bytes[at] as number];
      if (meaning === 0) continue;
      if (meaning === meanings.end) return at;
      if (meaning === meanings.notAscii) this.isNotAscii = true;
      else if (meaning === meanings.control || !this.isQuoted) return unread;
      else {
        if (meaning === meanings.quote) {
          if (bytes[++at] !== quote) return unread;
          this.hasQuotes = true;
        }
        this.needsQuotes = true;
      }
    }
  }

  /** Whether a text is one that JSON has as a number: writing the number gives the same text again. */
  isNumber(start: number, end: number): boolean {
    const bytes = this.bytes;
    const first = bytes[start] === dash ? start + 1 : start;
    // Nothing else begins as a number does.
    if (((bytes[first] as number) - zero) >>> 0 > 9) return false;
    let at = first;
    while (((bytes[at] as number) - zero) >>> 0 <= 9) at++;
    const digits = at - first;
    if (at < end && bytes[at] === dot) {
      const fraction = at + 1;
      for (at = fraction; ((bytes[at] as number) - zero) >>> 0 <= 9; at++);
      const hasZeros = bytes[first] === zero;
      if (at === end && at > fraction && at - first <= maxDigits && bytes[at - 1] !== zero) {
        if (!hasZeros) return true;
        if (digits === 1 && hasFewZeros(bytes, fraction)) return true;
      }
    } else if (at === end && digits <= maxDigits) {
      return bytes[first] !== zero || (digits === 1 && first === start);
    } else if (at < end && !isExponent(bytes[at] as number)) {
      return false;
    }
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
    return typeof numberOrText(text) === "number";
  }
}

function hasFewZeros(bytes: Uint8Array, fraction: number): boolean {
  let at = fraction;
  while (bytes[at] === zero) at++;
  return at - fraction <= maxZerosOfFraction;
}

function isExponent(byte: number): boolean {
  return (byte | 0x20) === 0x65;
}
