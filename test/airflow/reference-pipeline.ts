// The reference pipeline in a real scheduler: all days, from S3 to the table.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const golden = path.resolve(import.meta.dirname, "../dags/golden/search_stats.published.csv");
const dagId = "user-s3-to-redshift";
const days = Array.from({ length: 23 }, (_, index) => `2021-07-${String(index + 2).padStart(2, "0")}`);

export function referencePipeline(instance: () => AirflowUnderTest): void {
  test("the scheduler brings all 23 days to success", async () => {
    const { runs } = instance();
    // At the same time, so that the time of its tasks can be compared.
    await runs.unpause("hand-written");
    await runs.unpause(dagId);
    await runs.allSucceed(dagId, days.length);
    for (const run of await runs.all(dagId)) {
      const tasks = Object.values(await runs.tasks(dagId, run.dag_run_id));
      expect(tasks.map(({ state }) => state)).toEqual(Array(6).fill("success"));
    }
  });

  test("ds of each run is the day it processed", async () => {
    const { runs } = instance();
    const all = await runs.all(dagId);
    expect(all.map((run) => run.logical_date?.slice(0, 10))).toEqual(days);
    expect(all.map((run) => run.data_interval_start.slice(0, 10))).toEqual(days);
    const results = all.map(({ dag_run_id: runId }) =>
      runs.result({ dagId, runId, taskId: "user_clean_data" }),
    );
    expect((await Promise.all(results)).map((result) => (result as { day: string }).day)).toEqual(days);
  });

  test("the table holds the published figures, one row a day", async () => {
    const rows = await instance().services.query(
      "select day::text, num_users, num_searches, num_rental_searches, num_sale_searches, num_none_searches " +
        "from public.search_stats order by day",
    );
    expect(rows.map(({ day }) => day)).toEqual(days);
    const published = (await readFile(golden, "utf8")).trim().split("\n").slice(1);
    expect(published).toHaveLength(10);
    expect(rows.slice(0, 10).map((row) => Object.values(row).join(","))).toEqual(published);
  });

  test("each day has its objects", async () => {
    const { client } = instance().services.s3;
    const listing = await client.send(
      new ListObjectsV2Command({ Bucket: "user-incoming-bucket", Prefix: "user-data-clean/" }),
    );
    const names = ["session_user_data", "unique_valid_searches"];
    const keys = names.flatMap((name) =>
      days.map((day) => `user-data-clean/${name}${day.replaceAll("-", "")}.csv`),
    );
    expect(listing.Contents?.map(({ Key }) => Key)).toEqual(keys);
  });

  test("the time of its tasks is told, and that of tasks that do nothing", async () => {
    const { airflow, runs, services } = instance();
    await runs.allSucceed("hand-written", 8);
    const [row] = await services.queryMetadata<{ node: number; nothing: number }>(
      `select percentile_cont(0.5) within group (order by duration) filter (where dag_id = '${dagId}') as node,
              percentile_cont(0.5) within group (order by duration) filter (where dag_id = 'hand-written') as nothing
         from task_instance where task_id = 'create_postgres_table'`,
    );
    console.log(
      `Airflow ${airflow.version}: a task that runs one statement takes ${row?.node.toFixed(2)} s, ` +
        `one that runs \`true\` ${row?.nothing.toFixed(2)} s (medians)`,
    );
    for (const line of await runs.failedTries(dagId)) console.log(line);
    expect(row?.node).toBeGreaterThan(0);
  });
}
