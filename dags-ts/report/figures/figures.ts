// Everything the report says, as numbers: what its page, its charts and its CSV objects are made of.
import type { Trends } from "../trends/trends.ts";
import type { Audience } from "./audience.ts";
import type { DailyRow } from "./daily-rows.ts";
import type { Finding } from "./day-objects.ts";
import type { UniqueFigures } from "./unique-searches.ts";

/** A day at both numbers of clicks. */
export interface ComparedDay {
  readonly day: string;
  /** As it is: the table's row. */
  readonly users: number;
  readonly searches: number;
  /** As it would be. */
  readonly otherUsers: number;
  readonly otherSearches: number;
}

export interface EmailAudience {
  readonly day: string;
  readonly users: Audience;
}

export interface Figures {
  /** The instant the table was read at, ISO 8601. */
  readonly readAt: string;
  readonly first: string;
  readonly last: string;
  /** One row a day that is there, in order. */
  readonly rows: readonly DailyRow[];
  readonly missing: readonly string[];
  readonly findings: readonly Finding[];
  readonly unique: UniqueFigures;
  readonly trends: { readonly searches: Trends; readonly users: Trends };
  /** What the pipeline takes for a valid search, and what the report compares it with. */
  readonly clicks: { readonly now: number; readonly other: number };
  readonly compared: readonly ComparedDay[];
  /** Null when the last day's objects cannot be used. */
  readonly audience: EmailAudience | null;
}
