// The valid searches of one user, as numbers in columns, so that no object is made for each of millions of searches.

const initialCapacity = 64;
/** Among more, comparing each with all before it would take too long. */
const fewSearches = 64;

/** How the types of searches are told apart in numbers. */
export const typeCodes = { none: 0, rental: 1, sale: 2 } as const;

/** Searches in the order of their records. The same memory serves user after user. */
export class ValidSearches {
  length = 0;
  ids = new Float64Array(initialCapacity);
  clicks = new Float64Array(initialCapacity);
  /** {@link typeCodes} */
  types = new Uint8Array(initialCapacity);
  /** Of all of them together. */
  listings = 0;
  rental = 0;
  sale = 0;
  readonly #earlierIds = new Set<number>();

  clear(): void {
    this.length = 0;
    this.listings = 0;
    this.rental = 0;
    this.sale = 0;
  }

  add(id: number, clicks: number, listings: number, type: number): void {
    const index = this.length++;
    if (index === this.ids.length) this.#grow();
    this.ids[index] = id;
    this.clicks[index] = clicks;
    this.types[index] = type;
    this.listings += listings;
    if (type === typeCodes.rental) this.rental++;
    else if (type === typeCodes.sale) this.sale++;
  }

  get none(): number {
    return this.length - this.rental - this.sale;
  }

  /** Whether none before it has the same id. To be asked of all of them in order, if at all. */
  isFirst(index: number): boolean {
    return this.length > fewSearches ? this.#isFirstOfMany(index) : this.#isFirstOfFew(index);
  }

  #isFirstOfFew(index: number): boolean {
    const id = this.ids[index];
    for (let earlier = 0; earlier < index; earlier++) if (this.ids[earlier] === id) return false;
    return true;
  }

  #isFirstOfMany(index: number): boolean {
    if (index === 0) this.#earlierIds.clear();
    const { size } = this.#earlierIds;
    return this.#earlierIds.add(this.ids[index] as number).size > size;
  }

  #grow(): void {
    const [ids, clicks, types] = [this.ids, this.clicks, this.types];
    this.ids = new Float64Array(ids.length * 2);
    this.ids.set(ids);
    this.clicks = new Float64Array(ids.length * 2);
    this.clicks.set(clicks);
    this.types = new Uint8Array(ids.length * 2);
    this.types.set(types);
  }
}
