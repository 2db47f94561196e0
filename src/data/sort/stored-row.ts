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
  readonly key: number;
  readonly hash: number;
  readonly line: number;

  /** @param bytes as `StoredRow.of` makes them; they are kept, not copied */
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

  /** Whether the texts are equal, byte by byte. */
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
