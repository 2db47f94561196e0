import { connection, Dag, ds, type TaskArgs, t } from "windsock";
import { countRows } from "./operators/count-rows.ts";

/** Counts the day's listings and says so. This comment is the DAG's documentation in Airflow's UI. */
const dag = new Dag("count-listings", {
  schedule: "@daily",
  startDate: "2026-01-01",
  defaults: { retries: 3, retryDelay: { minutes: 5 } },
});

const count = dag.task("count_rows", countRows)(
  { bucket: "listings", key: t`raw/${ds}.csv` },
  { store: connection("aws_conn") },
);

dag.task("report", async ({ input, log }: TaskArgs<{ rows: number }>) => {
  log.info(`${input.rows} listings`);
})({ rows: count.output.rows });

export default dag;
