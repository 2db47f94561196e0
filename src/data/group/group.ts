// What is known of the values that share a key, and how such groups are gone through.

/** What was added under one key. */
export interface Group {
  /** A whole number from 0 to 2^53 - 1. */
  readonly key: number;
  /** From 0 to 3, with a meaning of the caller's: the one that came first with this key. */
  readonly tag: number;
  /** The counts that were added, added up; may be negative. */
  readonly count: number;
  /** The sums that were added, added up; not negative. */
  readonly sum: number;
}

/** Goes through groups by ascending key. The cursor itself is the group at hand: no object is made of each. */
export interface GroupCursor extends Group {
  /** Moves on to the next group, the first one at the first call; false when there is none. */
  next(): boolean;
}
