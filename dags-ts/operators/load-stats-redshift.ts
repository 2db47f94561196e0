// The load step: the day's figures into the warehouse.
import { defineOperator } from "windsock";
import { warehouse } from "windsock/hooks";
import * as z from "zod";
import { SearchStatsUpdate } from "../assets/search-stats.ts";
import { describeStats } from "../searches/describe-stats.ts";
import { SearchStats } from "../searches/search-stats.ts";

/**
 * Replaces the day's row in `public.search_stats`.
 *
 * **In**: the figures that the clean step returned. **Out**: exactly one row for the day, however often the
 * task is retried or cleared, and whatever else runs at the same time. The task returns the day and its main
 * figures, which go with the update of the table's asset.
 *
 * **When it fails**: nothing was changed, and the message says what the database refused. The clean step need
 * not run again: clear this task.
 */
export const loadStatsRedshift = defineOperator({
  name: "LoadStatsRedshiftOperator",
  input: z.object({ stats: SearchStats }),
  output: SearchStatsUpdate,
  connections: { warehouse },
  async run({ input: { stats }, connections: { warehouse }, log }) {
    const { day, users, searches, rental, sale, none } = stats;
    await warehouse.transaction(async (transaction) => {
      // First of all: two runs of a day would otherwise both find no row to delete, and both insert one.
      // Redshift has no enforced unique key and no "on conflict" that could prevent it.
      await transaction.query("lock table public.search_stats");
      await transaction.query("delete from public.search_stats where day = $1", [day]);
      await transaction.query(
        `insert into public.search_stats (
           day, num_users, num_searches, num_rental_searches, num_sale_searches, num_none_searches
         ) values ($1, $2, $3, $4, $5, $6)`,
        [day, users, searches, rental, sale, none],
      );
    });
    log.info(`Table public.search_stats has the day's row. ${describeStats(stats)}`);
    return { day, users, searches };
  },
});
