// What one pass over the source does with its rows: in this alone the first, the second and the last pass differ.
import type { GroupBy } from "windsock/data";
import type { ValidSearches } from "../../valid-searches.ts";
import type { UserKey } from "./user-at-hand.ts";

/** A row with valid searches, at the moment when it is decided what becomes of it. It is valid until the next one. */
export interface ValidRow {
  readonly user: UserKey;
  /** Its first line in the source, counted from 1. */
  readonly line: number;
  readonly searches: ValidSearches;
  /** Stands for both columns of the row, however they are quoted in the source. */
  fingerprint(): { readonly high: number; readonly low: number };
}

/** What becomes of a row. */
export const verdicts = {
  /** It is a part of the clean data set. */
  kept: 0,
  /** It is left out, as an exact repeat of one that is kept. */
  repeat: 1,
  /** This pass publishes nothing. */
  passedOver: 2,
} as const;

export type Verdict = (typeof verdicts)[keyof typeof verdicts];

/** A pass that goes over all rows of the source. */
export interface Pass {
  /** Asked of each row with valid searches, in order. */
  decide(row: ValidRow): Verdict;
  /** Whether it is known already that the pass will not be the final one, so that the other rows need not be read. */
  readonly isVain: boolean;
  /**
   * Whether the rows that were kept are the clean data set; asked once, when all rows were read. If not, nothing of this
   * pass may be published: another one follows.
   */
  isFinal(): boolean;
  /** How many users have rows that are kept; null when each row has its own. */
  readonly users: number | null;
  /** By search: of the users who have it in several rows, how often they were counted too often. */
  readonly usersCountedTwice: GroupBy | null;
}
