// A row with what it is sorted by, as one piece of bytes that can go to disk and come back.
//
//     row = length key hash line number-count number* text
//
// The length, in bytes and of all that follows it too, is a 32-bit integer; the rest up to the text are 64-bit
// floats.
import { Buffer } from "node:buffer";

const floatBytes = 8;
export const lengthBytes = 4;
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

/** Writes the row to `at`, where {@link storedLength} bytes are free. */
export function storeRow({ key, hash, line, numbers, text }: KeyedRow, target: DataView, at: number): void {
  let end = at + lengthBytes;
  const write = (number: number) => {
    target.setFloat64(end, number);
    end += floatBytes;
  };
  write(key);
  write(hash);
  write(line);
  write(numbers.length);
  for (const number of numbers) write(number);
  new Uint8Array(target.buffer, target.byteOffset + end, text.length).set(text);
  target.setUint32(at, end + text.length - at);
}

/** The length of the row that was written to `at`. */
export function lengthAt(rows: DataView, at: number): number {
  return rows.getUint32(at);
}

/** Which of two rows comes first, by where they were written to. */
export function compareAt(rows: DataView, a: number, b: number): number {
  const float = (at: number, index: number) => rows.getFloat64(at + lengthBytes + index * floatBytes);
  return float(a, 0) - float(b, 0) || float(a, 1) - float(b, 1) || float(a, 2) - float(b, 2);
}
