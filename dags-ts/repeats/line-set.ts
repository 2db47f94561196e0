// A set of line numbers: a bit for each line, in pages that are made where there is a member.

const PAGE_BITS = 2 ** 15;

export class LineSet {
  readonly #pages = new Map<number, Uint8Array>();

  add(line: number): void {
    const number = Math.floor(line / PAGE_BITS);
    const page = this.#pages.get(number) ?? new Uint8Array(PAGE_BITS / 8);
    this.#pages.set(number, page);
    const bit = line % PAGE_BITS;
    page[bit >>> 3] = (page[bit >>> 3] as number) | (1 << (bit & 7));
  }

  has(line: number): boolean {
    const page = this.#pages.get(Math.floor(line / PAGE_BITS));
    const bit = line % PAGE_BITS;
    return page !== undefined && ((page[bit >>> 3] as number) & (1 << (bit & 7))) !== 0;
  }
}
