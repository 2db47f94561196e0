// The random numbers of the sample data: the same ones Python's `random` module draws after `random.seed(n)`.

const SIZE = 624;
const OFFSET = 397;

/**
 * MT19937, seeded with `init_by_array([seed])` as CPython seeds it from an int below 2 ** 32.
 * The lower-case method names are those of Python's `random.Random`.
 *
 * @see Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998)
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #position = SIZE;

  /** @throws {RangeError} when `seed` is not an integer in 0 .. 2 ** 32 - 1 */
  constructor(seed: number) {
    requireInteger("seed", seed, 0, 2 ** 32 - 1);
    this.#seed(seed);
  }

  /**
   * The next `k` random bits as an unsigned integer.
   *
   * @throws {RangeError} when `k` is not an integer in 1 .. 32
   */
  getRandomBits(k: number): number {
    requireInteger("k", k, 1, 32);
    if (this.#position === SIZE) this.#twist();
    let word = this.#at(this.#position++);
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    word ^= word >>> 18;
    return word >>> (32 - k);
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

  #seed(seed: number): void {
    const state = this.#state;
    state[0] = 19650218;
    for (let i = 1; i < SIZE; i++) state[i] = Math.imul(this.#mixed(i - 1), 1812433253) + i;
    let i = 1;
    const advance = () => {
      if (++i < SIZE) return;
      state[0] = this.#at(SIZE - 1);
      i = 1;
    };
    for (let round = 0; round < SIZE; round++, advance()) {
      state[i] = (this.#at(i) ^ Math.imul(this.#mixed(i - 1), 1664525)) + seed;
    }
    for (let round = 1; round < SIZE; round++, advance()) {
      state[i] = (this.#at(i) ^ Math.imul(this.#mixed(i - 1), 1566083941)) - i;
    }
    state[0] = 0x80000000;
  }

  #twist(): void {
    for (let i = 0; i < SIZE; i++) {
      const word = (this.#at(i) & 0x80000000) | (this.#at((i + 1) % SIZE) & 0x7fffffff);
      const twisted = (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0);
      this.#state[i] = this.#at((i + OFFSET) % SIZE) ^ twisted;
    }
    this.#position = 0;
  }

  #mixed(index: number): number {
    const word = this.#at(index);
    return word ^ (word >>> 30);
  }

  #at(index: number): number {
    return this.#state[index] as number;
  }
}

function requireInteger(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new RangeError(`${name} is ${value}; give an integer from ${low} to ${high}.`);
}
