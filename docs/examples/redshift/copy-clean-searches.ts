// The reference pipeline's clean data set, loaded into Redshift by Airflow's own operator: Redshift reads it from S3.
import { chain, connection, Dag, ds_nodash, type TaskArgs, t, variable } from "windsock";
import { s3UserClean } from "../../../dags-ts/operators/s3-user-clean.ts";
import { s3ToRedshiftOperator, sqlExecuteQueryOperator } from "./operators/redshift.ts";

const dag = new Dag("copy-clean-searches", {
  schedule: "@daily",
  startDate: "2021-07-02",
  defaults: { retries: 3, retryDelay: { minutes: 5 } },
});

const bucket = variable("bucket_key");
const cleanKey = t`user-data-clean/session_user_data${ds_nodash}.csv`;

const createTable = dag.task(
  "create_table",
  sqlExecuteQueryOperator,
)({
  conn_id: connection("redshift"),
  sql:
    "CREATE TABLE IF NOT EXISTS public.clean_searches (user_id varchar(64), user_data varchar(65535), " +
    "valid_search_data varchar(65535), num_eligible_searches int, avg_listings double precision, " +
    "num_rental_search_type int, num_sale_search_type int, none_search_type int)",
});

const clean = dag.task("clean", s3UserClean)(
  {
    bucket,
    sourceKey: t`user-data/session_user_data${ds_nodash}.zip`,
    destKey: cleanKey,
    uniqueKey: t`user-data-clean/unique_valid_searches${ds_nodash}.csv`,
    rejectedKey: t`user-data-rejected/session_user_data${ds_nodash}.csv`,
    minClicks: 3,
    maxRejectedShare: 0.01,
  },
  { store: connection("aws_conn") },
);

/** Copies the day's clean data set. `copy_role` is a connection of type aws whose extra has the `role_arn` to read with. */
const copy = dag.task(
  "copy",
  s3ToRedshiftOperator,
)({
  schema: "public",
  table: "clean_searches",
  s3_bucket: bucket,
  s3_key: cleanKey,
  copy_options: ["CSV", "IGNOREHEADER 1"],
  redshift_conn_id: connection("redshift"),
  aws_conn_id: connection("copy_role"),
});

const report = dag.task("report", ({ input, log }: TaskArgs<{ users: number }>) => {
  log.info(`Redshift has ${input.users} more users`);
  return input;
})({ users: clean.output.users });

chain([createTable, clean], copy, report);

export default dag;
