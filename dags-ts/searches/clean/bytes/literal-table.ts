// Texts that are looked for where they are expected, eight bytes at a time.
//
// As in ascii.ts, the words are floats. No eight ASCII characters make a NaN or a negative zero, the only ones that do not
// compare as their bytes do.
import { littleEndian, viewOf, wordBytes } from "./ascii.ts";

const maxBytes = 3 * wordBytes;

/** ASCII texts, each known by the number it got. Columns of numbers, which are faster than objects by a fifth. */
export class LiteralTable {
  readonly #lengths: Int32Array;
  /** Their first, their middle and their last eight bytes, which may overlap. */
  readonly #heads: Float64Array;
  readonly #middles: Float64Array;
  readonly #tails: Float64Array;

  constructor(capacity: number) {
    this.#lengths = new Int32Array(capacity);
    this.#heads = new Float64Array(capacity);
    this.#middles = new Float64Array(capacity);
    this.#tails = new Float64Array(capacity);
  }

  /** Whether the text is long enough for words, and not too long to be compared in three of them. */
  static takes(text: string): boolean {
    return text.length >= wordBytes && text.length <= maxBytes;
  }

  set(index: number, text: string): void {
    const words = viewOf(text);
    this.#lengths[index] = text.length;
    this.#heads[index] = words.getFloat64(0, littleEndian);
    this.#middles[index] = words.getFloat64(Math.min(wordBytes, text.length - wordBytes), littleEndian);
    this.#tails[index] = words.getFloat64(text.length - wordBytes, littleEndian);
  }

  /** The length of the text if it is at `at`; otherwise 0. */
  lengthAt(words: DataView, at: number, index: number): number {
    const length = this.#lengths[index] as number;
    if (words.getFloat64(at, littleEndian) !== this.#heads[index]) return 0;
    if (words.getFloat64(at + length - wordBytes, littleEndian) !== this.#tails[index]) return 0;
    if (length <= 2 * wordBytes) return length;
    return words.getFloat64(at + wordBytes, littleEndian) === this.#middles[index] ? length : 0;
  }
}
