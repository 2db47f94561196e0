// The reference pipeline over all snapshots that there are, in one run: for a first load, or when the rules have changed.
import { chain, connection, Dag, t, variable } from "windsock";
import * as z from "zod";
import { createSearchStatsTable } from "../../../dags-ts/operators/create-search-stats-table.ts";
import { loadStatsRedshift } from "../../../dags-ts/operators/load-stats-redshift.ts";
import { cleanSnapshot } from "./operators/clean-snapshot.ts";
import { findSnapshots } from "./operators/find-snapshots.ts";

const dag = new Dag("clean-all-searches", {
  description: "Cleans all snapshots of users' searches again",
  schedule: null,
  startDate: "2021-07-02",
  defaults: { retries: 3, retryDelay: { minutes: 5 } },
  params: z.object({
    min_clicks: z.int().min(1).default(3).describe("Clicks that make an enabled search a valid one"),
    max_rejected_share: z.number().min(0).max(1).default(0.01),
  }),
});

const bucket = variable("bucket_key");
const store = connection("aws_conn");
const warehouse = connection("redshift");

const createTable = dag.task("create_table", createSearchStatsTable)({}, { warehouse });
const found = dag.task("find_snapshots", findSnapshots)(
  { bucket, prefix: "user-data/session_user_data" },
  { store },
);

/** Each day goes on by itself: one that fails keeps no other from being loaded, and is cleared alone. */
const days = dag
  .taskGroup("day")
  .expand(found.output.snapshots, (day, snapshot) => {
    const clean = day.task("clean", cleanSnapshot, { maxActiveTisPerDagrun: 4 })(
      {
        bucket,
        day: snapshot.day,
        sourceKey: snapshot.key,
        cleanKey: t`user-data-clean/session_user_data${snapshot.nodash}.csv`,
        uniqueKey: t`user-data-clean/unique_valid_searches${snapshot.nodash}.csv`,
        rejectedKey: t`user-data-rejected/session_user_data${snapshot.nodash}.csv`,
        minClicks: dag.params.min_clicks,
        maxRejectedShare: dag.params.max_rejected_share,
      },
      { store },
    );
    return day.task("load", loadStatsRedshift)({ stats: clean }, { warehouse });
  })
  .mapIndexTemplate(({ day }) => day);
chain(createTable, days);

dag.task(
  "report",
  { days: days.output },
  ({ input, log }) => {
    const users = input.days.reduce((sum, day) => sum + day.users, 0);
    log.info(`Loaded ${input.days.length} days with ${users} users`);
    return { days: input.days.length, users };
  },
  { triggerRule: "all_done" },
);

export default dag;
