// The random numbers of the sample data: the same ones Python's `random` module draws after `random.seed(n)`.
import { MersenneTwister19937 } from "random-js";

/**
 * Draws from a Mersenne Twister in CPython's way, which decides how words become numbers of a range.
 * The lower-case method names are those of Python's `random.Random`.
 */
export class PythonRandom {
  readonly #words: MersenneTwister19937;

  /** @throws {RangeError} when `seed` is not an integer in 0 .. 2 ** 32 - 1 */
  constructor(seed: number) {
    requireInteger("seed", seed, 0, 2 ** 32 - 1);
    // CPython makes an array of any seed, even of one that fits into a word.
    this.#words = MersenneTwister19937.seedWithArray([seed]);
  }

  /**
   * The next `k` random bits as an unsigned integer.
   *
   * @throws {RangeError} when `k` is not an integer in 1 .. 32
   */
  getRandomBits(k: number): number {
    requireInteger("k", k, 1, 32);
    return this.#words.next() >>> (32 - k);
  }

  /**
   * A random integer in 0 .. n - 1. Draws again while the bits it got are no such integer, as CPython does.
   *
   * @throws {RangeError} when `n` is not an integer in 1 .. 2 ** 32 - 1
   */
  randbelow(n: number): number {
    requireInteger("n", n, 1, 2 ** 32 - 1);
    const bitLength = 32 - Math.clz32(n);
    let value = this.getRandomBits(bitLength);
    while (value >= n) value = this.getRandomBits(bitLength);
    return value;
  }

  /** A random integer in start .. stop - 1. */
  randrange(start: number, stop: number): number {
    return start + this.randbelow(stop - start);
  }

  /** A random element, the one `random.sample(list, 1)[0]` takes. */
  pick<T>(list: readonly T[]): T {
    return list[this.randbelow(list.length)] as T;
  }
}

function requireInteger(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new RangeError(`${name} is ${value}; give an integer from ${low} to ${high}.`);
}
