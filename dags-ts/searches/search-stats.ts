// What the clean step found out about a day: handed to the load step, and checked on both sides.
import * as z from "zod";

const count = z.int().min(0);

/** A day's figures. `rows` accounts for every row of the source. */
export const SearchStats = z
  .object({
    day: z.iso.date().describe("The day, as 2021-07-02"),
    users: count.describe("Distinct users with at least one valid search"),
    searches: count.describe("Valid searches"),
    rental: count.describe("Valid searches of type Rental"),
    sale: count.describe("Valid searches of type Sales"),
    none: count.describe("Valid searches without a type"),
    rows: z.object({
      read: count.describe("Rows of the source, without its header and blank lines"),
      kept: count.describe("Rows of the clean data set"),
      withoutValidSearch: count,
      duplicates: count.describe("Exact repeats of kept rows"),
      rejected: count.describe("Rows that could not be read"),
    }),
  })
  .refine(({ searches, rental, sale, none }) => rental + sale + none === searches, {
    error: "rental, sale and none do not add up to searches",
    path: ["searches"],
  })
  .refine(({ rows }) => rows.kept + rows.withoutValidSearch + rows.duplicates + rows.rejected === rows.read, {
    error: "kept, withoutValidSearch, duplicates and rejected do not add up to read",
    path: ["rows"],
  });

export type SearchStats = z.output<typeof SearchStats>;
