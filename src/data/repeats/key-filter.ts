// Which keys may belong to a set, in memory that does not grow: a Bloom filter with one bit a key.
import { fingerprint } from "./fingerprint.ts";

const maxBits = 2 ** 27;
const bitsPerKey = 16;

/**
 * Remembers keys without keeping them: it never says no for a key that was added, and says yes for some that were not. For
 * a first look that leaves few for an exact one.
 *
 * Memory: two bytes for each expected key, rounded up to a power of two; at least 128 bytes, at most 16 MiB. Of the keys
 * that were not added, 3 to 6 in a hundred pass up to eight million keys; beyond, more do (21 in a hundred at 32 million).
 */
export class KeyFilter {
  readonly #bits: Uint32Array;
  readonly #mask: number;
  readonly #float = new Float64Array(1);
  readonly #bytes = new Uint8Array(this.#float.buffer);

  /** @param size how many keys will be added, as a guess: with more, more others pass */
  constructor(size: number) {
    const wanted = Math.max(2 ** 10, size * bitsPerKey);
    const bits = Math.min(maxBits, 2 ** Math.ceil(Math.log2(wanted)));
    this.#bits = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  /**
   * Adds a key.
   *
   * @param key any number
   */
  add(key: number): void {
    const bit = this.#bitOf(key);
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] as number) | (1 << (bit & 31));
  }

  /** False when the key was certainly not added. */
  mayHave(key: number): boolean {
    const bit = this.#bitOf(key);
    return ((this.#bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
  }

  #bitOf(key: number): number {
    this.#float[0] = key;
    return fingerprint(this.#bytes) & this.#mask;
  }
}
