// ASCII text that is compared and written eight bytes at a time.
//
// Bytes are seen through a DataView, whose 64-bit floats V8 loads and stores in one instruction each. As numbers
// they mean nothing here. No eight ASCII characters make a NaN or a negative zero, the only floats that do not
// compare as their bytes do.

const wordBytes = 8;
// The order of bytes that today's processors have, so that nothing is swapped. Any other would work as well.
const littleEndian = true;

/** A text of 8 to 16 characters to compare with: its first and its last word, which may overlap. */
export class ExpectedText {
  readonly length: number;
  readonly #first: number;
  readonly #last: number;

  constructor(text: string) {
    const words = viewOf(text);
    this.length = text.length;
    this.#first = words.getFloat64(0, littleEndian);
    this.#last = words.getFloat64(text.length - wordBytes, littleEndian);
  }

  isAt(words: DataView, at: number): boolean {
    return (
      words.getFloat64(at, littleEndian) === this.#first &&
      words.getFloat64(at + this.length - wordBytes, littleEndian) === this.#last
    );
  }
}

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

function viewOf(text: string): DataView {
  const bytes = new TextEncoder().encode(text);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
