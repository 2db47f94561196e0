// A row with valid searches, at the moment when it is decided whether it stays.
import type { ValidSearches } from "../../valid-searches.ts";

/** Valid until the next row is read. */
export interface KeptRow {
  readonly userId: UserId;
  /** Its first line in the source, counted from 1. */
  readonly line: number;
  readonly searches: ValidSearches;
  /** The row of the clean data set. Of two rows with equal columns it is the same. */
  text(): Uint8Array;
}

/** A number where it is written as one: from 0 to 10^15, without leading zeros. */
export type UserId = number | string;

/** What a pass over the source does with its rows. Each pass is another one. */
export interface RowCheck {
  /** Whether the row is a part of the clean data set. */
  stays(row: KeptRow): boolean;
  /** Of the rows that stay, how many belong to a user who has another one before. */
  readonly furtherRows: number;
}
