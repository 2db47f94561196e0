// The report in a real scheduler: triggered by the asset that the pipeline updates, and by nothing else.
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";
import type { DagRun } from "./dag-runs.ts";

const dagId = "search-engagement-report";
const pipeline = "user-s3-to-redshift";

interface AnyRun extends Pick<DagRun, "dag_run_id" | "state"> {
  readonly run_type: string;
}

/** Comes after the tests of the pipeline: its 23 days are done. */
export function engagementReport(instance: () => AirflowUnderTest): void {
  const all = async (): Promise<AnyRun[]> => {
    const { dag_runs: runs } = await instance().airflow.api.get<{ dag_runs: AnyRun[] }>(
      `/dags/${dagId}/dagRuns`,
    );
    return runs;
  };

  test("a run of the pipeline triggers it, and it succeeds", async () => {
    const { airflow, runs } = instance();
    await runs.unpause(dagId);
    const last = (await runs.all(pipeline)).at(-1)?.dag_run_id ?? "";
    await airflow.api.post(`/dags/${pipeline}/dagRuns/${encodeURIComponent(last)}/clear`, { dry_run: false });
    const states = async () => (await all()).map(({ state }) => state);
    await expect.poll(states, { timeout: 240_000, interval: 1_000 }).toEqual(["success"]);
    const type = airflow.version.startsWith("2.") ? "dataset_triggered" : "asset_triggered";
    expect((await all()).map((run) => run.run_type)).toEqual([type]);
  });

  test("it knows what triggered it: what the task returned that updated the asset", async () => {
    const [run] = await all();
    const log = await instance().runs.log({ dagId, runId: run?.dag_run_id ?? "", taskId: "write_report" });
    expect(log).toContain("The table has new figures for 2021-07-24: 5,716 valid searches of 4,265 users.");
  });

  test("it has all days, and its page is on S3", async () => {
    const [run] = await all();
    const result = await instance().runs.result({
      dagId,
      runId: run?.dag_run_id ?? "",
      taskId: "write_report",
    });
    expect(result).toEqual({
      reportKey: "reports/search-engagement.html",
      days: 23,
      missing: [],
      findings: 0,
      uniqueSearches: 128_203,
    });
    const { Body, ContentType } = await instance().services.s3.client.send(
      new GetObjectCommand({ Bucket: "user-incoming-bucket", Key: "reports/search-engagement.html" }),
    );
    expect(ContentType).toBe("text/html; charset=utf-8");
    expect(await Body?.transformToString()).toContain(
      "Users made <strong>128,203</strong> different valid searches",
    );
  });
}
