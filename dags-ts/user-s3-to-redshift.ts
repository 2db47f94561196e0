// The reference pipeline: users' property searches in S3, and what they say day by day in Redshift.
import { chain, connection, Dag, ds_nodash, t, variable } from "windsock";
import * as z from "zod";
import { searchStats } from "./assets/search-stats.ts";
import { checkS3Connection } from "./operators/check-s3-connection.ts";
import { createSearchStatsTable } from "./operators/create-search-stats-table.ts";
import { loadStatsRedshift } from "./operators/load-stats-redshift.ts";
import { s3UserClean } from "./operators/s3-user-clean.ts";
import { defaultMinClicks } from "./searches/search.ts";

/**
 * Which users searched the site in earnest? Each day's snapshot of their searches is cleaned and counted, so
 * that they can be sent emails that fit.
 *
 * **Inputs** (Variables)
 * - `bucket_key`: the bucket, `user-incoming-bucket`
 * - `source_key`: the day's snapshot, `user-data/session_user_data{ds_nodash}.zip`
 * - `dest_key`: the clean data set, `user-data-clean/session_user_data{ds_nodash}.csv`
 *
 * **Outputs**, for each day
 * - the clean data set: users with valid searches, those searches and their counts
 * - `user-data-clean/unique_valid_searches{ds_nodash}.csv`: each valid search once, with its clicks and users
 * - `user-data-rejected/session_user_data{ds_nodash}.csv`: rows that could not be read, when there are any
 * - one row in the table `public.search_stats`, whose update triggers `search-engagement-report`
 *
 * A search is valid when it is enabled and was clicked at least `min_clicks` times.
 *
 * **When a run fails**: the failed task's own docs say what to do. Every task can be cleared and run again at
 * any time; runs do not depend on each other.
 */
const dag = new Dag("user-s3-to-redshift", {
  description: "Cleans users' daily searches in S3 and counts the valid ones in Redshift",
  tags: ["real-estate", "searches"],
  schedule: "@daily",
  startDate: "2021-07-02",
  endDate: "2021-07-24",
  catchup: true,
  defaults: {
    retries: 3,
    retryDelay: { minutes: 5 },
    emailOnRetry: false,
    dependsOnPast: false,
  },
  params: z.object({
    min_clicks: z
      .int()
      .min(1)
      .default(defaultMinClicks)
      .describe("Clicks that make an enabled search a valid one"),
    max_rejected_share: z
      .number()
      .min(0)
      .max(1)
      .default(0.01)
      .describe("Share of rows that may be unreadable, from 0 to 1; above it the run fails"),
  }),
});

const store = connection("aws_conn");
const warehouse = connection("redshift");
const bucket = variable("bucket_key");
// A Variable's value is the same for all runs: the task fills the run's date into its braces.
const sourceKey = variable("source_key");

const start = dag.empty("start_task");
const createTable = dag.task("create_postgres_table", createSearchStatsTable)({}, { warehouse });
const checkS3 = dag.task("check_s3_conn", checkS3Connection)({ bucket, sourceKey }, { store });
const clean = dag.task("user_clean_data", s3UserClean)(
  {
    bucket,
    sourceKey,
    destKey: variable("dest_key"),
    uniqueKey: t`user-data-clean/unique_valid_searches${ds_nodash}.csv`,
    rejectedKey: t`user-data-rejected/session_user_data${ds_nodash}.csv`,
    minClicks: dag.params.min_clicks,
    maxRejectedShare: dag.params.max_rejected_share,
  },
  { store },
);
const load = dag.task("load_table_data", loadStatsRedshift, { outlets: [searchStats] })(
  { stats: clean },
  { warehouse },
);
const end = dag.empty("end_task");

chain(start, createTable, checkS3, clean, load, end);

export default dag;
