// Makes one run of several: groups with the same key become one group.
import { Heap } from "../merge/heap.ts";
import type { GroupCursor } from "./group.ts";

/** The groups of all cursors. Of equal keys, those of an earlier cursor count as the first ones. */
export class MergedCursor implements GroupCursor {
  key = 0;
  tag = 0;
  count = 0;
  sum = 0;
  /** The cursors that have a group at hand. */
  readonly #heap: Heap<RankedCursor>;

  constructor(cursors: readonly GroupCursor[]) {
    const ranked = cursors.map((cursor, rank) => ({ cursor, rank }));
    this.#heap = new Heap(
      ranked.filter(({ cursor }) => cursor.next()),
      isBefore,
    );
  }

  next(): boolean {
    let first = this.#heap.first?.cursor;
    if (first === undefined) return false;
    this.key = first.key;
    this.tag = first.tag;
    this.count = 0;
    this.sum = 0;
    while (first?.key === this.key) {
      this.count += first.count;
      this.sum += first.sum;
      if (first.next()) this.#heap.firstHasMoved();
      else this.#heap.removeFirst();
      first = this.#heap.first?.cursor;
    }
    return true;
  }
}

interface RankedCursor {
  readonly cursor: GroupCursor;
  readonly rank: number;
}

function isBefore(a: RankedCursor, b: RankedCursor): boolean {
  return a.cursor.key < b.cursor.key || (a.cursor.key === b.cursor.key && a.rank < b.rank);
}
