// A binary heap: of many items it knows the first one at any time. What merges sorted sources is made with it.

/**
 * Items in an order of your own, of which the first one is at hand. To merge sorted sources, put cursors into it and let
 * the first one move on, which {@link firstHasMoved} tells: cheaper than taking it out and putting it back.
 *
 * Memory: the items themselves, in one array.
 */
export class Heap<T> {
  readonly #isBefore: (a: T, b: T) => boolean;
  /** The children of the item at `i` are at `2i + 1` and `2i + 2`, and not before it. */
  readonly #items: T[];

  /** @param isBefore whether `a` comes before `b`; of two equal items it must say false both ways */
  constructor(items: readonly T[], isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
    this.#items = [];
    for (const item of items) this.push(item);
  }

  /** How many items there are. */
  get size(): number {
    return this.#items.length;
  }

  /** The first item; undefined when there is none. Of equal items it is any one. */
  get first(): T | undefined {
    return this.#items[0];
  }

  /** All items, in no order of use to anybody. */
  [Symbol.iterator](): Iterator<T> {
    return this.#items.values();
  }

  /** Adds an item. */
  push(item: T): void {
    const items = this.#items;
    let hole = items.length;
    while (hole > 0) {
      const parent = (hole - 1) >>> 1;
      if (!this.#isBefore(item, items[parent] as T)) break;
      items[hole] = items[parent] as T;
      hole = parent;
    }
    items[hole] = item;
  }

  /** To be called when the first item itself has changed. */
  firstHasMoved(): void {
    if (this.#items.length > 1) this.#sink(this.#items[0] as T);
  }

  /** Removes the first item, if there is one. */
  removeFirst(): void {
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
  }

  /** Puts `item` in the place of the first one, or below. */
  #sink(item: T): void {
    const items = this.#items;
    const isBefore = this.#isBefore;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && isBefore(items[child + 1] as T, items[child] as T)) child++;
      if (!isBefore(items[child] as T, item)) break;
      items[hole] = items[child] as T;
      hole = child;
    }
    items[hole] = item;
  }
}
