import { describe, expect, test } from "vitest";
import { dagModel, dagProblems } from "windsock/testing";
import dag from "../../dags-ts/search-engagement-report.ts";
import pipeline from "../../dags-ts/user-s3-to-redshift.ts";

const model = dagModel(dag);
const table = "redshift://search-warehouse/public/search_stats";

describe("the report's DAG", () => {
  test("can be built", () => {
    expect(dagProblems(dag)).toEqual([]);
  });

  test("runs when the pipeline has updated the table, one run at a time", () => {
    expect(model).toMatchObject({
      dagId: "search-engagement-report",
      schedule: { kind: "assets", condition: { kind: "asset", uri: table } },
      maxActiveRuns: 1,
    });
    const updates = dagModel(pipeline).tasks.map(({ taskId, outlets }) => [taskId, ...outlets]);
    expect(updates.filter(([, ...outlets]) => outlets.length > 0)).toEqual([["load_table_data", table]]);
    expect(model.tasks).toMatchObject([{ taskId: "write_report", inlets: [table], outlets: [] }]);
  });

  test("uses no date of its run: it has none", () => {
    expect(JSON.stringify(model.tasks)).not.toContain('"kind":"run"');
  });

  test("asks for the period and for the clicks to compare with", () => {
    expect(model.params).toMatchObject({
      from: { default: null },
      to: { default: null },
      min_clicks: { default: 2, type: "integer", minimum: 1 },
      interactive: { default: true, type: "boolean" },
    });
  });
});
