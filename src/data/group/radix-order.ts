// Puts whole numbers in order without moving them, in time that grows with their count alone.

const digitBits = 11;
const digitCount = 2 ** digitBits;
const wordValues = 2 ** 32;

/** Sorts up to `capacity` keys, again and again, in memory that is allocated once. */
export class RadixOrder {
  readonly #counts = new Uint32Array(digitCount);
  readonly #words: Uint32Array;
  #order: Uint32Array;
  #spare: Uint32Array;

  constructor(capacity: number) {
    this.#words = new Uint32Array(capacity);
    this.#order = new Uint32Array(capacity);
    this.#spare = new Uint32Array(capacity);
  }

  /**
   * The positions of the first `length` keys, by ascending key; equal keys stay in the order they came in.
   *
   * @param keys whole numbers from 0 to 2^53 - 1
   * @returns an array that is valid until the next call
   */
  sort(keys: Float64Array, length: number): Uint32Array {
    for (let position = 0; position < length; position++) this.#order[position] = position;
    if (isAscending(keys, length)) return this.#order;
    const largest = largestOf(keys, length);
    const words = this.#words;
    // Digits of 32-bit integers are cheaper to come by than those of floats.
    for (let position = 0; position < length; position++) words[position] = keys[position] as number;
    this.#sortByWords(Math.min(largest, wordValues - 1), length);
    if (largest < wordValues) return this.#order;
    for (let position = 0; position < length; position++)
      words[position] = (keys[position] as number) / wordValues;
    this.#sortByWords(Math.floor(largest / wordValues), length);
    return this.#order;
  }

  #sortByWords(largest: number, length: number): void {
    for (let shift = 0; shift < 32 && largest >= 2 ** shift; shift += digitBits) {
      this.#sortByDigit(shift, length);
    }
  }

  #sortByDigit(shift: number, length: number): void {
    const words = this.#words;
    const counts = this.#counts.fill(0);
    const order = this.#order;
    for (let position = 0; position < length; position++) {
      const digit = ((words[position] as number) >>> shift) & (digitCount - 1);
      counts[digit] = (counts[digit] as number) + 1;
    }
    let before = 0;
    for (let digit = 0; digit < digitCount; digit++) {
      const count = counts[digit] as number;
      counts[digit] = before;
      before += count;
    }
    const sorted = this.#spare;
    for (let index = 0; index < length; index++) {
      const position = order[index] as number;
      const digit = ((words[position] as number) >>> shift) & (digitCount - 1);
      const place = counts[digit] as number;
      counts[digit] = place + 1;
      sorted[place] = position;
    }
    this.#spare = order;
    this.#order = sorted;
  }
}

function isAscending(keys: Float64Array, length: number): boolean {
  for (let index = 1; index < length; index++) {
    if ((keys[index] as number) < (keys[index - 1] as number)) return false;
  }
  return true;
}

function largestOf(keys: Float64Array, length: number): number {
  let largest = 0;
  for (let index = 0; index < length; index++) largest = Math.max(largest, keys[index] as number);
  return largest;
}
