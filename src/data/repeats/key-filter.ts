// Tells, in memory that does not grow, which keys may belong to a set: never no for one that does.
import { fingerprint } from "./fingerprint.ts";

const maxBits = 2 ** 27;
const bitsPerKey = 16;

export class KeyFilter {
  readonly #bits: Uint32Array;
  readonly #mask: number;
  readonly #float = new Float64Array(1);
  readonly #bytes = new Uint8Array(this.#float.buffer);

  /** @param size how many keys will be added, as a guess: with more, others are taken for members more often */
  constructor(size: number) {
    const wanted = Math.max(2 ** 10, size * bitsPerKey);
    const bits = Math.min(maxBits, 2 ** Math.ceil(Math.log2(wanted)));
    this.#bits = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  add(key: number): void {
    const bit = this.#bitOf(key);
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] as number) | (1 << (bit & 31));
  }

  mayHave(key: number): boolean {
    const bit = this.#bitOf(key);
    return ((this.#bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
  }

  #bitOf(key: number): number {
    this.#float[0] = key;
    return fingerprint(this.#bytes) & this.#mask;
  }
}
