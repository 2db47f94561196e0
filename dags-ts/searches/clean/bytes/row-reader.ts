// Reads rows from their bytes, without making strings: any row that is well-formed, in whichever form.
//
//     row    = column "," column (LF | CR LF)
//     column = text | quote text quote            in which quotes are doubled
//
// The first column is a user, the second one their searches: see record-reader.ts and yaml-reader.ts. A row that lies on
// several lines, and one that anything is wrong with, is left to read-record.ts, which knows what there is to say. What is
// read here means the same to both.
import { isUtf8 } from "node:buffer";
import type { ValidSearches } from "../../valid-searches.ts";
import { ByteReader, unread } from "./byte-reader.ts";
import { FoundSearches } from "./found-searches.ts";
import { RecordReader } from "./record-reader.ts";
import { YamlReader } from "./yaml-reader.ts";

const [lineFeed, carriageReturn, quote, comma, dash] = [0x0a, 0x0d, 0x22, 0x2c, 0x2d] as const;
/** What a byte order mark begins with. */
const markByte = 0xef;

/** Instead of a user's number: the id is no number. */
export const notNumeric = -1;

/** Where a column's text is, and whether it is to be written in quotes. */
export class ColumnBounds {
  start = 0;
  end = 0;
  needsQuotes = false;

  set(start: number, end: number, needsQuotes: boolean): void {
    this.start = start;
    this.end = end;
    this.needsQuotes = needsQuotes;
  }
}

/** Reads rows, one after the other, and knows of the last one what its valid searches are. */
export class RowReader {
  /** The user, where the id is a number of up to 15 digits without leading zeros; otherwise {@link notNumeric}. */
  userNumber = notNumeric;
  readonly userId = new ColumnBounds();
  readonly userData = new ColumnBounds();
  found: FoundSearches;
  readonly #minClicks: number;
  readonly #reader = new ByteReader();
  #records: RecordReader;
  #yaml: YamlReader;

  constructor(minClicks: number) {
    this.#minClicks = minClicks;
    this.found = new FoundSearches(minClicks);
    this.#records = new RecordReader(this.#reader, this.found);
    this.#yaml = new YamlReader(this.#reader, this.found);
  }

  /** The bytes that are read from now on. */
  open(bytes: Uint8Array, words: DataView): void {
    this.#reader.open(bytes, words);
  }

  /** The bytes that the last row is in. */
  get words(): DataView {
    return this.#reader.words;
  }

  /** The valid ones of the last row. */
  get searches(): ValidSearches {
    return this.found.searches;
  }

  /** Whether all bytes of the last row are ASCII. */
  get isAscii(): boolean {
    return !this.#reader.isNotAscii;
  }

  /** Reads the row that begins at `start`; returns where the next one begins, or {@link unread}. */
  read(start: number): number {
    const reader = this.#reader;
    const { bytes } = reader;
    if (this.#records.knowsManyFields || this.#yaml.knowsManyFields) this.#forgetFields();
    this.found.clear();
    reader.isNotAscii = false;
    let at = this.#readUserId(start);
    if (at === unread) return unread;

    reader.isQuoted = bytes[at] === quote;
    reader.needsQuotes = false;
    if (reader.isQuoted) at++;
    const dataStart = at;
    if (bytes[at] === dash) {
      const isYaml = bytes[at + 1] === dash && bytes[at + 2] === dash;
      at = isYaml ? this.#yaml.read(at) : this.#records.read(at);
      if (at === unread) return unread;
    } else if (this.userNumber === notNumeric) {
      // Perhaps a blank line.
      return unread;
    }
    this.userData.set(dataStart, at, reader.needsQuotes);
    if (reader.isQuoted && bytes[at++] !== quote) return unread;
    if (bytes[at] === carriageReturn) at++;
    if (bytes[at] !== lineFeed) return unread;
    return reader.isNotAscii && !isUtf8(bytes.subarray(start, at)) ? unread : at + 1;
  }

  #forgetFields(): void {
    this.found = new FoundSearches(this.#minClicks);
    this.#records = new RecordReader(this.#reader, this.found);
    this.#yaml = new YamlReader(this.#reader, this.found);
  }

  /** Returns where the second column begins, or {@link unread}. */
  #readUserId(start: number): number {
    const reader = this.#reader;
    const { bytes } = reader;
    const end = reader.readNumber(start);
    if (end !== unread && bytes[end] === comma) {
      this.userNumber = reader.number;
      this.userId.set(start, end, false);
      return end + 1;
    }
    if (bytes[start] === quote) return this.#readQuotedUserId(start + 1);
    return bytes[start] === markByte ? unread : this.#readTextUserId(start);
  }

  #readQuotedUserId(start: number): number {
    const reader = this.#reader;
    const { bytes } = reader;
    const number = reader.readNumber(start);
    const isNumber = number !== unread && bytes[number] === quote && bytes[number + 1] === comma;
    this.userNumber = isNumber ? reader.number : notNumeric;
    let end = isNumber ? number : start;
    let needsQuotes = false;
    for (; ; end++) {
      const byte = bytes[end] as number;
      if (byte === quote) {
        if (bytes[end + 1] !== quote) break;
        end++;
        needsQuotes = true;
      } else if (byte === comma) needsQuotes = true;
      else if (byte === lineFeed || byte === carriageReturn) return unread;
      else if (byte >= 0x80) reader.isNotAscii = true;
    }
    this.userId.set(start, end, needsQuotes);
    return end === start || bytes[end + 1] !== comma ? unread : end + 2;
  }

  #readTextUserId(start: number): number {
    const reader = this.#reader;
    const { bytes } = reader;
    this.userNumber = notNumeric;
    let end = start;
    for (let byte = bytes[end] as number; byte !== comma; byte = bytes[++end] as number) {
      if (byte === lineFeed || byte === carriageReturn || byte === quote) return unread;
      if (byte >= 0x80) reader.isNotAscii = true;
    }
    this.userId.set(start, end, false);
    return end === start ? unread : end + 1;
  }
}
