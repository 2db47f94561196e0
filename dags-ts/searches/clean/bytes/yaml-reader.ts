// Reads the searches of the older export from their bytes. The grammar is that of parse-search-yaml.ts.
import { maxCount } from "../../search.ts";
import { typeCodes } from "../../valid-searches.ts";
import { word } from "./ascii.ts";
import { type ByteReader, unread } from "./byte-reader.ts";
import { FieldNames, fieldKinds, knownFields, noField } from "./field-names.ts";
import { type FoundSearches, typeEntries } from "./found-searches.ts";
import { fixedEntries, forms } from "./json-entries.ts";

const raw = String.raw;
const fieldWriting = { first: raw`\\n- `, next: raw`\\n  ` };
const nestedWriting = { first: raw`\\n    `, next: raw`\\n    ` };
const fieldsOfExport = { ...knownFields, recommended: fieldKinds.recommended };
const knownNested = { type: fieldKinds.type };
const emptyList = word(" []\\");
const [backslash, colon, dash, letterN, space, zero, nine] = [
  0x5c, 0x3a, 0x2d, 0x6e, 0x20, 0x30, 0x39,
] as const;
/** Behind a line's end mark. */
const [markBytes, dashBytes, indentBytes, nestedBytes] = [3, 2, 2, 4] as const;

/** The field whose further lines may follow. */
const openFields = { none: 0, listings: 1, recommended: 2 } as const;

export class YamlReader {
  readonly #reader: ByteReader;
  readonly #found: FoundSearches;
  readonly #fields: FieldNames;
  readonly #nested: FieldNames;
  #records = 0;
  // Of the search at hand.
  #begun = 0;
  #id = -1;
  #enabled = false;
  #clicks = -1;
  #listings = 0;
  /** Where its number of listings is to be put; -1 as long as there are none. */
  #listingsEntry = -1;
  #type: number = typeCodes.none;
  #open: number = openFields.none;

  constructor(reader: ByteReader, found: FoundSearches) {
    this.#reader = reader;
    this.#found = found;
    this.#fields = new FieldNames(fieldWriting, fieldsOfExport, found.entries);
    this.#nested = new FieldNames(nestedWriting, knownNested, found.entries);
  }

  get knowsManyFields(): boolean {
    return this.#fields.areMany || this.#nested.areMany;
  }

  /** Reads all searches, from the dashes at `start` on; returns where they end, or {@link unread}. */
  read(start: number): number {
    const { bytes } = this.#reader;
    let at = start + 3;
    if (bytes[at] === space) return this.#readNone(at);
    let [field, nested, searches] = [noField, noField, 0] as [number, number, number];
    for (;;) {
      if (bytes[at] !== backslash || bytes[at + 1] !== backslash || bytes[at + 2] !== letterN) return unread;
      const line = at + markBytes;
      if (bytes[line] === dash && bytes[line + 1] === space) {
        if (searches++ > 0 && !this.#endSearch()) return unread;
        this.#beginSearch();
        field = this.#fieldAt(this.#fields, at, line + dashBytes, noField);
        at = this.#readField(field);
      } else if (bytes[line] !== space) {
        return searches > 0 && this.#endSearch() ? line : unread;
      } else if (searches === 0 || bytes[line + 1] !== space) {
        return unread;
      } else if (bytes[line + indentBytes] === dash) {
        at = this.#readListing(line + indentBytes);
      } else if (bytes[line + indentBytes] === space) {
        if (this.#open !== openFields.recommended || bytes[line + indentBytes + 1] !== space) return unread;
        nested = this.#fieldAt(this.#nested, at, line + nestedBytes, nested);
        at = this.#readNested(nested);
      } else {
        this.#closeRecommended();
        field = this.#fieldAt(this.#fields, at, line + indentBytes, field);
        at = this.#readField(field);
      }
      if (at === unread) return unread;
    }
  }

  #readNone(at: number): number {
    const { words } = this.#reader;
    const isNone = words.getInt32(at, true) === emptyList && isMarkEnd(this.#reader.bytes, at + 4);
    return isNone ? at + 6 : unread;
  }

  /**
   * The field of a line.
   *
   * @param mark where the end mark of the line before is
   * @param name where the colon before its name should be
   */
  #fieldAt(fields: FieldNames, mark: number, name: number, before: number): number {
    const { bytes, words } = this.#reader;
    const likely = before === noField ? fields.usualFirst : fields.followerOf(before);
    if (likely !== noField) {
      const length =
        before === noField ? fields.lengthOfFirst(words, mark) : fields.lengthAt(words, mark, likely);
      fields.valueStart = mark + length;
      if (length > 0) return likely;
    }
    if (bytes[name] !== colon) return noField;
    const field = fields.find(bytes, name + 1);
    if (field === noField) return noField;
    if (before === noField) fields.beginsWith(field);
    else fields.follows(before, field);
    return field;
  }

  #beginSearch(): void {
    this.#records += 1;
    this.#begun = this.#found.entries.length;
    this.#id = -1;
    this.#enabled = false;
    this.#clicks = -1;
    this.#listings = 0;
    this.#listingsEntry = -1;
    this.#type = typeCodes.none;
    this.#open = openFields.none;
  }

  /** @returns false when something is wrong with the search */
  #endSearch(): boolean {
    const found = this.#found;
    const { entries } = found;
    this.#closeRecommended();
    if (this.#id < 0) return false;
    const clicks = Math.max(this.#clicks, 0);
    if (!found.isValid(this.#enabled, clicks)) {
      entries.length = this.#begun;
      return true;
    }
    if (this.#listingsEntry < 0) entries.add(fixedEntries.noListings, 0, 0);
    else entries.values[this.#listingsEntry + 1] = this.#listings;
    entries.add(typeEntries[this.#type] as number, 0, 0);
    if (this.#clicks < 0) entries.add(fixedEntries.noClicks, 0, 0);
    found.add(this.#id, clicks, this.#listings, this.#type);
    return true;
  }

  #closeRecommended(): void {
    if (this.#open === openFields.recommended) this.#found.entries.add(fixedEntries.endOfRecommended, 0, 0);
    this.#open = openFields.none;
  }

  /** Reads what is behind a field's name; returns where it ends. */
  #readField(field: number): number {
    if (field === noField || this.#fields.isIn(field, this.#records)) return unread;
    const [reader, entries] = [this.#reader, this.#found.entries];
    const { bytes } = reader;
    const kind = this.#fields.kinds[field];
    const code = this.#fields.codes[field] as number;
    const at = this.#fields.valueStart;
    if (bytes[at] !== space) {
      if (kind === fieldKinds.listings) {
        this.#open = openFields.listings;
        this.#listingsEntry = entries.length;
        entries.add(fixedEntries.listingsCount, 0, 0);
      } else if (kind === fieldKinds.recommended) {
        this.#open = openFields.recommended;
        entries.add(fixedEntries.recommended, 0, 0);
      } else if (kind === fieldKinds.other) {
        entries.add(code + forms.text, at, at);
      } else return unread;
      return at;
    }
    const start = at + 1;
    switch (kind) {
      case fieldKinds.searchId: {
        const end = reader.readNumber(start);
        this.#id = reader.number;
        entries.add(code, start, end);
        return end;
      }
      case fieldKinds.enabled: {
        const end = reader.readFlag(start);
        this.#enabled = reader.flag;
        entries.add(fixedEntries.enabled, 0, 0);
        return end;
      }
      case fieldKinds.clicks: {
        const end = reader.readNumber(start);
        this.#clicks = reader.number;
        entries.add(code, start, end);
        return this.#clicks > maxCount ? unread : end;
      }
      case fieldKinds.other:
        return reader.readOther(start, code, entries);
      default:
        return kind === fieldKinds.listings ? this.#readNoListings(start) : unread;
    }
  }

  /** An empty list in brackets. */
  #readNoListings(start: number): number {
    const { bytes } = this.#reader;
    if (bytes[start] !== 0x5b || bytes[start + 1] !== 0x5d) return unread;
    this.#listingsEntry = this.#found.entries.length;
    this.#found.entries.add(fixedEntries.listingsCount, 0, 0);
    return start + 2;
  }

  /** The id of a listing, of which only that it is there counts. */
  #readListing(start: number): number {
    const { bytes } = this.#reader;
    if (this.#open !== openFields.listings || bytes[start + 1] !== space) return unread;
    let at = start + 2;
    while ((bytes[at] as number) >= zero && (bytes[at] as number) <= nine) at++;
    this.#listings += 1;
    return at === start + 2 ? unread : at;
  }

  #readNested(field: number): number {
    if (field === noField || this.#nested.isIn(field, this.#records)) return unread;
    const [reader, entries] = [this.#reader, this.#found.entries];
    const { bytes } = reader;
    const code = this.#nested.codes[field] as number;
    const at = this.#nested.valueStart;
    if (bytes[at] !== space) {
      entries.add(code + forms.text, at, at);
      return at;
    }
    const start = at + 1;
    if (this.#nested.kinds[field] === fieldKinds.type) {
      const end = reader.readType(start);
      this.#type = reader.type;
      entries.add(code + forms.text, start, end);
      return end;
    }
    return reader.readOther(start, code, entries);
  }
}

/** The rest of an end mark, whose first backslash was there. */
function isMarkEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === backslash && bytes[at + 1] === letterN;
}
