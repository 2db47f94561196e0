// ASCII text that is written eight bytes at a time.
//
// Bytes are seen through a DataView, whose 64-bit floats V8 loads and stores in one instruction each. As numbers
// they mean nothing here. No eight ASCII characters make a NaN, the only float that may not be stored as it was loaded.

export const wordBytes = 8;
// The order of bytes that today's processors have, so that nothing is swapped. Any other would work as well.
export const littleEndian = true;

/** Four characters as what `getInt32(at, true)` gives where they are. */
export function word(text: string): number {
  return viewOf(text).getInt32(0, littleEndian);
}

/** A text to write. */
export class WrittenText {
  readonly length: number;
  readonly #words: Float64Array;

  constructor(text: string) {
    const count = Math.ceil(text.length / wordBytes);
    const words = viewOf(text.padEnd(count * wordBytes));
    this.length = text.length;
    this.#words = Float64Array.from({ length: count }, (_, index) =>
      words.getFloat64(index * wordBytes, littleEndian),
    );
  }

  /** Writes the text, and up to 7 bytes of no meaning behind it; returns where the text ends. */
  write(target: DataView, at: number): number {
    const words = this.#words;
    for (let index = 0; index < words.length; index++) {
      target.setFloat64(at + index * wordBytes, words[index] as number, littleEndian);
    }
    return at + this.length;
  }
}

/** Copies text that is not all ASCII to `at`; returns where the copy ends. */
export function copyBytes(
  source: DataView,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  target.set(new Uint8Array(source.buffer, source.byteOffset + start, end - start), at);
  return at + end - start;
}

/** Copies ASCII text, and up to 7 bytes behind it, to `at`; returns where the copy of the text ends. */
export function copyAscii(
  source: DataView,
  start: number,
  end: number,
  target: DataView,
  at: number,
): number {
  const offset = at - start;
  for (let position = start; position < end; position += wordBytes) {
    target.setFloat64(position + offset, source.getFloat64(position, littleEndian), littleEndian);
  }
  return end + offset;
}

/** The text's bytes. */
export function viewOf(text: string): DataView {
  const bytes = new TextEncoder().encode(text);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
