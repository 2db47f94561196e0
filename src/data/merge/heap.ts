// A binary heap: of many items in order of their own, it knows the first one at any time.

/** Items by the order that `isBefore` makes of them. */
export class Heap<T> {
  readonly #isBefore: (a: T, b: T) => boolean;
  /** The children of the item at `i` are at `2i + 1` and `2i + 2`, and not before it. */
  readonly #items: T[];

  constructor(items: readonly T[], isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
    // What is in order is a heap.
    this.#items = [...items].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  /** The first item, if there is any. */
  get first(): T | undefined {
    return this.#items[0];
  }

  /** To be called when the first item itself has changed. */
  firstHasMoved(): void {
    if (this.#items.length > 1) this.#sink(this.#items[0] as T);
  }

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
      if (isBefore(item, items[child] as T)) break;
      items[hole] = items[child] as T;
      hole = child;
    }
    items[hole] = item;
  }
}
