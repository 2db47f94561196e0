// What is known of the values that share a key, and how such groups are gone through.

/** The totals of one key. */
export interface Group {
  /** A whole number from 0 to 2^53 - 1. */
  readonly key: number;
  /** From 0 to 3: the one that came first with this key. */
  readonly tag: number;
  /** May be negative. */
  readonly count: number;
  /** Not negative. */
  readonly sum: number;
}

/** Goes through groups by ascending key, one at a time and without making objects of them. */
export interface GroupCursor extends Group {
  /** Moves on to the next group, the first one at the first call; false when there is none. */
  next(): boolean;
}
