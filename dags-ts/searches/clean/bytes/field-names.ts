// The names of fields, as they come in the source: known ones, and others that are learned when they come first.
import type { JsonEntries } from "./json-entries.ts";
import { LiteralTable } from "./literal-table.ts";

const [colon, underscore] = [0x3a, 0x5f] as const;
const capacity = 256;
/** With more, it is time to begin anew, so that a row has room for as many again. */
const many = 128;
const placeCount = 1024;
const maxNameBytes = 100;

/** What the fields mean to us. */
export const fieldKinds = {
  searchId: 0,
  enabled: 1,
  clicks: 2,
  listings: 3,
  type: 4,
  /** Holds fields of its own, in the older export. */
  recommended: 5,
  other: 6,
} as const;

/** The fields that both exports know. */
export const knownFields = {
  search_id: fieldKinds.searchId,
  enabled: fieldKinds.enabled,
  clicks: fieldKinds.clicks,
  listings: fieldKinds.listings,
  type: fieldKinds.type,
};

/** Instead of a field's number: there is no name here that can be a field's. */
export const noField = -1;

interface Writing {
  /** What comes before the colon of a record's first field. */
  readonly first: string;
  /** What comes before the colon of any other field. */
  readonly next: string;
}

/**
 * The fields of one kind of record, numbered as they come.
 *
 * Nearly always a field is followed by the one that followed it last time, and so it is looked for there first.
 */
export class FieldNames {
  /** {@link fieldKinds}, by field. */
  readonly kinds = new Uint8Array(capacity);
  /** By field: its entry in the JSON, see {@link JsonEntries.codeOf}. */
  readonly codes = new Int32Array(capacity);
  valueStart = 0;
  readonly #names: string[] = [];
  /** By field: the record that had it last. */
  readonly #lastRecords = new Float64Array(capacity);
  readonly #writing: Writing;
  readonly #known: Readonly<Record<string, number>>;
  readonly #entries: JsonEntries;
  readonly #first = new LiteralTable(capacity);
  readonly #next = new LiteralTable(capacity);
  /** By field: the one that followed it last, if it can be compared in words. */
  readonly #followers = new Int16Array(capacity).fill(noField);
  #usualFirst = noField;
  readonly #places = new Int16Array(placeCount).fill(noField);

  /**
   * @param known the fields that mean something to us: one of {@link fieldKinds} by name
   * @param entries of the searches that have these fields
   */
  constructor(writing: Writing, known: Readonly<Record<string, number>>, entries: JsonEntries) {
    this.#writing = writing;
    this.#known = known;
    this.#entries = entries;
  }

  /** Whether it is time to begin anew with others in their place. */
  get areMany(): boolean {
    return this.#names.length > many;
  }

  /** The usual first field, when a record begins with it at `at`: the length of what is there, otherwise 0. */
  lengthOfFirst(words: DataView, at: number): number {
    return this.#usualFirst === noField ? 0 : this.#first.lengthAt(words, at, this.#usualFirst);
  }

  get usualFirst(): number {
    return this.#usualFirst;
  }

  /** Notes that a record has a field, unless it was noted before: then it has it twice. */
  isIn(field: number, record: number): boolean {
    if (this.#lastRecords[field] === record) return true;
    this.#lastRecords[field] = record;
    return false;
  }

  /** The field that followed another one last time; {@link noField} when none did. */
  followerOf(field: number): number {
    return this.#followers[field] as number;
  }

  /** The length of the field's name, and what comes before it, when they are at `at`; otherwise 0. */
  lengthAt(words: DataView, at: number, field: number): number {
    return this.#next.lengthAt(words, at, field);
  }

  /** Expects this field first from now on. */
  beginsWith(field: number): void {
    if (LiteralTable.takes(this.#literal(this.#writing.first, field))) this.#usualFirst = field;
  }

  /** Expects one field behind the other from now on. */
  follows(field: number, follower: number): void {
    if (LiteralTable.takes(this.#literal(this.#writing.next, follower))) this.#followers[field] = follower;
  }

  /** The field whose name is at `at`, followed by a colon; {@link noField} when none is. Its value begins at `valueStart`. */
  find(bytes: Uint8Array, at: number): number {
    let end = at;
    let hash = 0;
    for (; isNameByte(bytes[end] as number); end++) hash = Math.imul(hash, 31) + (bytes[end] as number);
    if (bytes[end] !== colon || end - at > maxNameBytes || !isLetter(bytes[at] as number)) return noField;
    this.valueStart = end + 1;
    for (let place = hash & (placeCount - 1); ; place = (place + 1) & (placeCount - 1)) {
      const field = this.#places[place] as number;
      if (field === noField) return this.#learn(bytes, at, end, place);
      if (isAt(this.#names[field] as string, bytes, at, end)) return field;
    }
  }

  #learn(bytes: Uint8Array, at: number, end: number, place: number): number {
    const field = this.#names.length;
    if (field === capacity) return noField;
    const name = String.fromCharCode(...bytes.subarray(at, end));
    this.#names.push(name);
    this.#places[place] = field;
    this.kinds[field] = this.#known[name] ?? fieldKinds.other;
    this.codes[field] = this.#entries.codeOf(name);
    const first = this.#literal(this.#writing.first, field);
    if (LiteralTable.takes(first)) this.#first.set(field, first);
    const next = this.#literal(this.#writing.next, field);
    if (LiteralTable.takes(next)) this.#next.set(field, next);
    return field;
  }

  #literal(before: string, field: number): string {
    return `${before}:${this.#names[field]}:`;
  }
}

function isAt(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let index = 0; index < name.length; index++) {
    if (name.charCodeAt(index) !== bytes[start + index]) return false;
  }
  return true;
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isNameByte(byte: number): boolean {
  return isLetter(byte) || (byte >= 0x30 && byte <= 0x39) || byte === underscore;
}
