import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dagModel, dagProblems, runDag } from "windsock/testing";
import type { loadStatsRedshift } from "../../dags-ts/operators/load-stats-redshift.ts";
import dag from "../../dags-ts/user-s3-to-redshift.ts";
import { BucketFolder, bucket } from "./bucket-folder.ts";
import { cleanKey, rejectedKey, sourceKey, uniqueKey } from "./clean-run.ts";
import { header, rowOf } from "./source-rows.ts";
import { zipBytes } from "./zip-bytes.ts";

const model = dagModel(dag);

describe("the DAG", () => {
  test("can be built", () => {
    expect(dagProblems(dag)).toEqual([]);
  });

  test("runs daily, as the original did", () => {
    expect(model).toMatchObject({
      dagId: "user-s3-to-redshift",
      schedule: { kind: "cron", expression: "0 0 * * *" },
      startDate: "2021-07-02",
      endDate: "2021-07-24",
      timezone: "UTC",
      catchup: true,
      defaults: { retries: 3, retryDelay: 300, emailOnRetry: false, dependsOnPast: false },
    });
  });

  test("has the tasks of the original, one after the other", () => {
    expect(model.tasks.map(({ taskId, upstream }) => [taskId, ...upstream])).toEqual([
      ["start_task"],
      ["create_postgres_table", "start_task"],
      ["check_s3_conn", "create_postgres_table"],
      ["user_clean_data", "check_s3_conn"],
      ["load_table_data", "user_clean_data"],
      ["end_task", "load_table_data"],
    ]);
  });

  test("uses the variables and connections of the original", () => {
    const text = JSON.stringify(model.tasks);
    const variables = Array.from(text.matchAll(/"kind":"variable","key":"(\w+)"/g), ([, key]) => key);
    expect([...new Set(variables)].sort()).toEqual(["bucket_key", "dest_key", "source_key"]);
    const connections = model.tasks.flatMap((task) =>
      task.kind === "node" ? Object.values(task.connections) : [],
    );
    expect([...new Set(connections)].sort()).toEqual(["aws_conn", "redshift"]);
  });

  test("asks how many clicks make a search valid, and how many rows may be unreadable", () => {
    expect(model.params).toMatchObject({
      min_clicks: { default: 3, type: "integer", minimum: 1 },
      max_rejected_share: { default: 0.01, type: "number", minimum: 0, maximum: 1 },
    });
  });
});

describe("a run of the DAG, with a folder for S3 and a stand-in for Redshift", () => {
  let folder: BucketFolder;
  beforeEach(async () => {
    folder = await BucketFolder.create();
  });
  afterEach(() => folder.remove());

  const runOf = (logicalDate: string) =>
    runDag<{ load_table_data: typeof loadStatsRedshift }>(dag, {
      logicalDate,
      variables: {
        bucket_key: bucket,
        source_key: sourceKey.replace("20210702", "{ds_nodash}"),
        dest_key: cleanKey.replace("20210702", "{ds_nodash}"),
      },
      connections: { aws_conn: folder.connection },
      tasks: {
        create_postgres_table: undefined,
        load_table_data: ({ input: { stats } }) => ({
          day: stats.day,
          users: stats.users,
          searches: stats.searches,
        }),
      },
    });

  test("hands the day's figures from the clean step to the load step, whose update tells of them", async () => {
    const unreadable = "broken\n";
    const rows = Array.from({ length: 200 }, (_, index) => rowOf(index, { clicks: 3 })).join("");
    await folder.put(sourceKey, await zipBytes({ "day.csv": header + rows + unreadable }));
    const run = await runOf("2021-07-02");
    expect(run.error).toBeUndefined();
    expect(run.tasks.load_table_data.input).toEqual({ stats: run.tasks.user_clean_data?.output });
    expect(run.assetUpdates).toEqual([
      {
        uri: "redshift://search-warehouse/public/search_stats",
        extra: { day: "2021-07-02", users: 200, searches: 200 },
      },
    ]);
    expect(await folder.keys()).toEqual([cleanKey, uniqueKey, rejectedKey, sourceKey]);
    expect(run.tasks.check_s3_conn?.log.join()).toContain(`Object "${sourceKey}" has`);
  });

  test("fails after all retries when the day's snapshot does not come, and loads nothing", async () => {
    const run = await runOf("2021-07-03");
    expect(run.state).toBe("failed");
    expect(run.tasks.check_s3_conn).toMatchObject({ state: "success" });
    expect(run.tasks.user_clean_data).toMatchObject({ state: "failed", tries: 4 });
    expect(run.tasks.load_table_data).toMatchObject({ state: "upstream_failed", tries: 0 });
    expect(run.assetUpdates).toEqual([]);
  });
});
