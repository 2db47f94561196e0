import { describe, expect, test } from "vitest";
import { dagModel, dagProblems, runDag } from "windsock/testing";
import type { engagementReport } from "../../dags-ts/operators/engagement-report.ts";
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
    const updates = dagModel(pipeline).tasks.map(({ taskId, outlets }) => [
      taskId,
      ...outlets.map((outlet) => outlet.kind === "asset" && outlet.uri),
    ]);
    expect(updates.filter(([, ...outlets]) => outlets.length > 0)).toEqual([["load_table_data", table]]);
    expect(model.tasks).toMatchObject([{ taskId: "write_report", inlets: [{ uri: table }], outlets: [] }]);
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

test("a run gets what the pipeline's updates tell, and the period that was asked for", async () => {
  const update = { day: "2021-07-02", users: 2, searches: 3 };
  const { tasks } = await runDag<{ write_report: typeof engagementReport }>(dag, {
    triggeredBy: [{ uri: table, extra: update }],
    params: { from: "2021-07-02" },
    variables: { bucket_key: "b", source_key: "s{ds_nodash}", dest_key: "c{ds_nodash}" },
    tasks: {
      write_report: ({ input }) => ({
        reportKey: input.reportKey,
        days: input.updates.length,
        missing: [],
        findings: 0,
        uniqueSearches: 0,
      }),
    },
  });
  expect(tasks.write_report.input).toMatchObject({
    cleanKey: "c{ds_nodash}",
    from: "2021-07-02",
    to: null,
    minClicks: 3,
    otherClicks: 2,
    updates: [{ extra: update }],
  });
  expect(tasks.write_report.output).toMatchObject({ reportKey: "reports/search-engagement.html", days: 1 });
});
