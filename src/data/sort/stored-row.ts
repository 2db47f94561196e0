// A row with what it is sorted by, as one piece of bytes that can go to disk and come back.
//
//     row = length key hash line number-count number* text
//
// The length, in bytes and of all that follows it too, is a 32-bit integer; the rest up to the text are 64-bit
// floats.
import { Buffer } from "node:buffer";

const floatBytes = 8;
export const lengthBytes = 4;
/** To copy so few one by one takes less time than to ask for it. */
const fewBytes = 32;
const headerBytes = lengthBytes + 4 * floatBytes;

/** A row with what it is sorted by: its key, then its hash, then its line. */
export interface KeyedRow {
  /** Any number but NaN, such as the user that the row is of. */
  readonly key: number;
  /** Any number but NaN, such as a {@link fingerprint} of its text: equal texts then come one after the other. */
  readonly hash: number;
  /** Any number but NaN, such as its line in the source. */
  readonly line: number;
  /** Numbers that go with it. */
  readonly numbers: readonly number[];
  /** The row itself: bytes of any meaning, less than 4 GiB. */
  readonly text: Uint8Array;
}

/** A row that came back from being sorted. */
export class StoredRow implements KeyedRow {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly key: number;
  readonly hash: number;
  readonly line: number;

  /** @param bytes as {@link storeRow} writes them; they are kept, not copied */
  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.bytes = bytes;
    this.#view = view;
    this.key = view.getFloat64(lengthBytes);
    this.hash = view.getFloat64(lengthBytes + floatBytes);
    this.line = view.getFloat64(lengthBytes + 2 * floatBytes);
  }

  get numbers(): number[] {
    const numbers: number[] = [];
    for (let index = 0; index < this.#numberCount; index += 1) {
      numbers.push(this.#view.getFloat64(headerBytes + index * floatBytes));
    }
    return numbers;
  }

  get text(): Uint8Array {
    return this.bytes.subarray(headerBytes + this.#numberCount * floatBytes);
  }

  /** Whether the texts are equal, byte by byte. */
  hasSameText(other: StoredRow): boolean {
    return Buffer.compare(this.text, other.text) === 0;
  }

  get #numberCount(): number {
    return this.#view.getFloat64(headerBytes - floatBytes);
  }
}

/** How many bytes the row takes. */
export function storedLength({ numbers, text }: KeyedRow): number {
  return headerBytes + numbers.length * floatBytes + text.length;
}

/**
 * Writes the row to `at`, where {@link storedLength} bytes are free.
 *
 * @param bytes the same memory as `target`
 */
export function storeRow(row: KeyedRow, target: DataView, bytes: Uint8Array, at: number): void {
  const { numbers, text } = row;
  target.setFloat64(at + lengthBytes, row.key);
  target.setFloat64(at + lengthBytes + floatBytes, row.hash);
  target.setFloat64(at + lengthBytes + 2 * floatBytes, row.line);
  target.setFloat64(at + lengthBytes + 3 * floatBytes, numbers.length);
  let end = at + headerBytes;
  for (let index = 0; index < numbers.length; index += 1) {
    target.setFloat64(end, numbers[index] as number);
    end += floatBytes;
  }
  if (text.length > fewBytes) bytes.set(text, end);
  else for (let index = 0; index < text.length; index += 1) bytes[end + index] = text[index] as number;
  target.setUint32(at, end + text.length - at);
}

/** The length of the row that was written to `at`. */
export function lengthAt(rows: DataView, at: number): number {
  return rows.getUint32(at);
}

/** Which of two rows comes first, by where they were written to. */
export function compareAt(rows: DataView, a: number, b: number): number {
  return compareFloat(rows, a, b, 0) || compareFloat(rows, a, b, 1) || compareFloat(rows, a, b, 2);
}

function compareFloat(rows: DataView, a: number, b: number, index: number): number {
  const offset = lengthBytes + index * floatBytes;
  return rows.getFloat64(a + offset) - rows.getFloat64(b + offset);
}
