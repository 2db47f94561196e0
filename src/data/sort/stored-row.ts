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

/** A row with its keys. */
export interface KeyedRow {
  /** Sorted by this first, then by hash, then by line. */
  readonly key: number;
  readonly hash: number;
  /** Its line in the source. */
  readonly line: number;
  /** Numbers that belong to it. */
  readonly numbers: readonly number[];
  readonly text: Uint8Array;
}

export class StoredRow implements KeyedRow {
  readonly bytes: Uint8Array;
  readonly key: number;
  readonly hash: number;
  readonly line: number;

  /** @param bytes which it keeps */
  constructor(bytes: Uint8Array) {
    const view = viewOf(bytes);
    this.bytes = bytes;
    this.key = view.getFloat64(lengthBytes);
    this.hash = view.getFloat64(lengthBytes + floatBytes);
    this.line = view.getFloat64(lengthBytes + 2 * floatBytes);
  }

  static of({ key, hash, line, numbers, text }: KeyedRow): StoredRow {
    const bytes = new Uint8Array(headerBytes + numbers.length * floatBytes + text.length);
    const view = viewOf(bytes);
    view.setUint32(0, bytes.length);
    for (const [index, number] of [key, hash, line, numbers.length, ...numbers].entries()) {
      view.setFloat64(lengthBytes + index * floatBytes, number);
    }
    bytes.set(text, bytes.length - text.length);
    return new StoredRow(bytes);
  }

  get numbers(): number[] {
    const view = viewOf(this.bytes);
    return Array.from({ length: this.#numberCount }, (_, index) =>
      view.getFloat64(headerBytes + index * floatBytes),
    );
  }

  get text(): Uint8Array {
    return this.bytes.subarray(headerBytes + this.#numberCount * floatBytes);
  }

  hasSameText(other: StoredRow): boolean {
    return Buffer.compare(this.text, other.text) === 0;
  }

  get #numberCount(): number {
    return viewOf(this.bytes).getFloat64(headerBytes - floatBytes);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
