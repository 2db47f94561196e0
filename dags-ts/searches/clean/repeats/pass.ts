// What one pass over the source does with its rows: in this alone the first, the second and the last pass differ.
import type { GroupBy } from "windsock/data";
import type { ValidSearches } from "../../valid-searches.ts";

/** A row with valid searches, at the moment when it is decided whether it is kept. It is valid until the next one. */
export interface ValidRow {
  readonly userId: UserId;
  /** Its first line in the source, counted from 1. */
  readonly line: number;
  readonly searches: ValidSearches;
  /** Its text in the clean data set. Rows with equal columns have equal texts, however they are quoted in the source. */
  text(): Uint8Array;
}

/** A number where it is written as one: from 0 to 10^15, without leading zeros. */
export type UserId = number | string;

/** A pass that goes over all rows of the source. */
export interface Pass {
  /** Whether the row becomes a part of the clean data set; asked of each row with valid searches, in order. */
  keeps(row: ValidRow): boolean;
  /**
   * Whether the rows that were kept are the clean data set; asked once, when all rows were read. If not, nothing of this
   * pass may be published: another one follows.
   */
  isFinal(): boolean;
  /** Of the rows that were kept, how many belong to a user who has another one before. */
  readonly furtherRows: number;
  /** By search: of the users who have it in several kept rows, how often they were counted too often. */
  readonly usersCountedTwice: GroupBy | null;
}
