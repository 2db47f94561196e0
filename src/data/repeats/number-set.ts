// A set of whole numbers: a bit for each, in pages that are made where there is a member.

const pageBits = 2 ** 15;

/**
 * Whole numbers from 0 to 2^53 - 1, such as the numbers of lines, exactly.
 *
 * Memory: 4 KiB for each stretch of 32,768 numbers that holds a member. So it takes a bit for each number up to the
 * largest at most: 12 MB for lines up to the hundred-millionth. A `Set` takes some 40 bytes for each member.
 */
export class NumberSet {
  readonly #pages = new Map<number, Uint8Array>();

  /** Adds a number; once more changes nothing. */
  add(number: number): void {
    const index = Math.floor(number / pageBits);
    const page = this.#pages.get(index) ?? new Uint8Array(pageBits / 8);
    this.#pages.set(index, page);
    const bit = number % pageBits;
    page[bit >>> 3] = (page[bit >>> 3] as number) | (1 << (bit & 7));
  }

  /** Whether it was added. */
  has(number: number): boolean {
    const page = this.#pages.get(Math.floor(number / pageBits));
    const bit = number % pageBits;
    return page !== undefined && ((page[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
  }
}
