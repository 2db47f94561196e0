import { describe, expect, test } from "vitest";
import { dagModel, dagProblems } from "windsock/testing";
import dag from "../../dags-ts/user-s3-to-redshift.ts";

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
