// Reads the searches of the current export from their bytes. The grammar is that of parse-search-records.ts.
import { maxCount } from "../../search.ts";
import { typeCodes } from "../../valid-searches.ts";
import { word } from "./ascii.ts";
import { type ByteReader, unread } from "./byte-reader.ts";
import { FieldNames, fieldKinds, knownFields, noField } from "./field-names.ts";
import { type FoundSearches, typeEntries } from "./found-searches.ts";
import { fixedEntries } from "./json-entries.ts";

const raw = String.raw;
const writing = { first: raw`--\\n-`, next: raw`\\n` };
const recordStart = word(raw`--\\`);
const [backslash, colon, dash, letterN] = [0x5c, 0x3a, 0x2d, 0x6e] as const;
/** Of a search that does not have the field. */
const missing: number = -1;

export class RecordReader {
  readonly #reader: ByteReader;
  readonly #found: FoundSearches;
  readonly #fields: FieldNames;
  #records = 0;

  constructor(reader: ByteReader, found: FoundSearches) {
    this.#reader = reader;
    this.#found = found;
    this.#fields = new FieldNames(writing, knownFields, found.entries);
  }

  get knowsManyFields(): boolean {
    return this.#fields.areMany;
  }

  /** Reads all records from `start` on; returns where they end, or {@link unread}. */
  read(start: number): number {
    const { bytes } = this.#reader;
    let at = start;
    while (bytes[at] === dash) at = this.#readRecord(at);
    return at;
  }

  #readRecord(start: number): number {
    const [reader, fields, found] = [this.#reader, this.#fields, this.#found];
    const { bytes, words } = reader;
    const { entries } = found;
    const begun = entries.length;
    const record = ++this.#records;
    let [id, clicks, listings, type] = [missing, missing, missing, missing];
    let enabled = false;
    let field = fields.usualFirst;
    let at = start + fields.lengthOfFirst(words, start);
    if (at === start) {
      field = this.#findFirst(start);
      if (field === noField) return unread;
      at = fields.valueStart;
    }
    for (;;) {
      if (fields.isIn(field, record)) return unread;
      const valueStart = at;
      switch (fields.kinds[field]) {
        case fieldKinds.searchId:
          at = reader.readNumber(at);
          id = reader.number;
          entries.add(fields.codes[field] as number, valueStart, at);
          break;
        case fieldKinds.enabled:
          at = reader.readFlag(at);
          enabled = reader.flag;
          entries.add(fixedEntries.enabled, 0, 0);
          break;
        case fieldKinds.clicks:
          at = reader.readNumber(at);
          clicks = reader.number;
          if (clicks > maxCount) return unread;
          entries.add(fields.codes[field] as number, valueStart, at);
          break;
        case fieldKinds.listings:
          at = reader.readNumber(at);
          listings = reader.number;
          if (listings > maxCount) return unread;
          entries.add(fields.codes[field] as number, valueStart, at);
          break;
        case fieldKinds.type:
          at = reader.readType(at);
          type = reader.type;
          entries.add(typeEntries[type] as number, 0, 0);
          break;
        default:
          at = reader.readOther(at, fields.codes[field] as number, entries);
      }
      if (bytes[at] !== backslash) return unread;
      if (bytes[at + 1] === letterN) break;
      const follower = fields.followerOf(field);
      const length = follower === noField ? 0 : fields.lengthAt(words, at, follower);
      if (length > 0) {
        field = follower;
        at += length;
        continue;
      }
      field = this.#findNext(at, field);
      if (field === noField) return unread;
      at = fields.valueStart;
    }
    at += 2;
    if (id === missing) return unread;
    if (!found.isValid(enabled, clicks === missing ? 0 : clicks)) {
      entries.length = begun;
      return at;
    }
    if (clicks === missing) entries.add(fixedEntries.noClicks, 0, 0);
    if (listings === missing) entries.add(fixedEntries.noListings, 0, 0);
    if (type === missing) entries.add(fixedEntries.noType, 0, 0);
    found.add(id, Math.max(clicks, 0), Math.max(listings, 0), Math.max(type, typeCodes.none));
    return at;
  }

  #findFirst(start: number): number {
    const { bytes, words } = this.#reader;
    const isStart =
      words.getInt32(start, true) === recordStart &&
      bytes[start + 4] === letterN &&
      bytes[start + 5] === dash &&
      bytes[start + 6] === colon;
    const field = isStart ? this.#fields.find(bytes, start + 7) : noField;
    if (field !== noField) this.#fields.beginsWith(field);
    return field;
  }

  #findNext(at: number, before: number): number {
    const { bytes } = this.#reader;
    const isNext = bytes[at + 1] === backslash && bytes[at + 2] === letterN && bytes[at + 3] === colon;
    const field = isNext ? this.#fields.find(bytes, at + 4) : noField;
    if (field !== noField) this.#fields.follows(before, field);
    return field;
  }
}
