// A set of whole numbers: a bit for each, in pages that are made where there is a member.

const pageBits = 2 ** 15;
const pageBytes = pageBits / 8;

/**
 * Whole numbers from 0 to 2^53 - 1, such as the numbers of lines, exactly.
 *
 * Memory: 4 KiB for each stretch of 32,768 numbers that holds a member. So it takes a bit for each number up to the
 * largest at most: 12 MB for lines up to the hundred-millionth. A `Set` takes some 40 bytes for each member.
 */
export class NumberSet {
  readonly #pages = new Map<number, Uint8Array>();
  /** The page of the last number: mostly the next one is close to it. */
  #page: Uint8Array = new Uint8Array(pageBytes);
  #pageIndex = -1;

  /** What its pages take, in memory. */
  get bytes(): number {
    return this.#pages.size * pageBytes;
  }

  /** Whether a number takes no more memory, be it a member or not. */
  hasRoomFor(number: number): boolean {
    return this.#pages.has(Math.floor(number / pageBits));
  }

  /** Adds a number; returns false when it was there. */
  add(number: number): boolean {
    const index = Math.floor(number / pageBits);
    if (index !== this.#pageIndex) this.#open(index);
    const bit = number - index * pageBits;
    const byte = this.#page[bit >>> 3] as number;
    const mask = 1 << (bit & 7);
    this.#page[bit >>> 3] = byte | mask;
    return (byte & mask) === 0;
  }

  /** Whether it was added. */
  has(number: number): boolean {
    const page = this.#pages.get(Math.floor(number / pageBits));
    const bit = number % pageBits;
    return page !== undefined && ((page[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
  }

  #open(index: number): void {
    this.#page = this.#pages.get(index) ?? new Uint8Array(pageBytes);
    this.#pageIndex = index;
    this.#pages.set(index, this.#page);
  }
}
