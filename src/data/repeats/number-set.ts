// A set of line numbers: a bit for each line, in pages that are made where there is a member.

const pageBits = 2 ** 15;

export class NumberSet {
  readonly #pages = new Map<number, Uint8Array>();

  add(line: number): void {
    const number = Math.floor(line / pageBits);
    const page = this.#pages.get(number) ?? new Uint8Array(pageBits / 8);
    this.#pages.set(number, page);
    const bit = line % pageBits;
    page[bit >>> 3] = (page[bit >>> 3] as number) | (1 << (bit & 7));
  }

  has(line: number): boolean {
    const page = this.#pages.get(Math.floor(line / pageBits));
    const bit = line % pageBits;
    return page !== undefined && ((page[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
  }
}
