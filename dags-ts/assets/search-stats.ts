// The table of daily figures as an asset: the pipeline updates it, the report waits for it.
import { asset } from "windsock";
import * as z from "zod";

/** What an update tells: the day whose row was replaced, and its two main figures. */
export const SearchStatsUpdate = z.object({
  day: z.iso.date(),
  users: z.int().min(0),
  searches: z.int().min(0),
});
export type SearchStatsUpdate = z.output<typeof SearchStatsUpdate>;

/** The table `public.search_stats`. */
export const searchStats = asset("redshift://search-warehouse/public/search_stats", SearchStatsUpdate);
