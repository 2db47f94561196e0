// The report on the reference pipeline's figures, written anew whenever they change.
import { connection, Dag, triggering_asset_events, variable } from "windsock";
import * as z from "zod";
import { searchStats } from "./assets/search-stats.ts";
import { engagementReport } from "./operators/engagement-report.ts";
import { defaultMinClicks } from "./searches/search.ts";

/**
 * What do users search for, what is going on, and whom should we email? One HTML file answers, with its figures as
 * CSV and its charts as SVG beside it.
 *
 * Runs whenever `public.search_stats` has been updated, and covers all days of the table; by hand, any period.
 *
 * **Outputs**: `reports/search-engagement.html` and the folder `reports/search-engagement/` in the bucket of
 * Variable `bucket_key`. The list of whom to email (`email-audience.csv`) holds personal data; the page does not.
 */
const dag = new Dag("search-engagement-report", {
  description: "Answers the business's questions in one file, from the table and the clean data sets",
  tags: ["real-estate", "searches", "report"],
  schedule: searchStats,
  // A run reads all days: a second one at the same time would only do the same again.
  maxActiveRuns: 1,
  defaults: { retries: 2, retryDelay: { minutes: 1 } },
  params: z.object({
    from: z.iso.date().nullable().default(null).describe("First day; empty: the table's first"),
    to: z.iso.date().nullable().default(null).describe("Last day; empty: the table's last"),
    min_clicks: z.int().min(1).default(2).describe("Clicks to compare with"),
    interactive: z.boolean().default(true).describe("Charts that answer to the mouse: half a megabyte more"),
  }),
});

dag.task("write_report", engagementReport, { inlets: [searchStats] })(
  {
    bucket: variable("bucket_key"),
    sourceKey: variable("source_key"),
    cleanKey: variable("dest_key"),
    // Of each of the table's days, whose dates the task fills in.
    uniqueKey: "user-data-clean/unique_valid_searches{ds_nodash}.csv",
    reportKey: "reports/search-engagement.html",
    from: dag.params.from,
    to: dag.params.to,
    minClicks: defaultMinClicks,
    otherClicks: dag.params.min_clicks,
    interactive: dag.params.interactive,
    updates: triggering_asset_events(searchStats),
  },
  { store: connection("aws_conn"), warehouse: connection("redshift") },
);

export default dag;
