// Assets that only a task knows, in a real Airflow: the runs that they trigger, and the events that tasks read.
import { beforeAll, expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

export function assetAliases(instance: () => AirflowUnderTest): void {
  let runId: string;

  beforeAll(async () => {
    const { runs } = instance();
    await runs.unpause("reads_exports");
    await runs.unpause("reads_everything");
    runId = await runs.trigger("exports");
    await runs.finished("exports", runId);
  });

  const triggered = async (dagId: string) => {
    const { runs } = instance();
    await runs.allSucceed(dagId, 1, 180_000);
    const [run] = await runs.all(dagId);
    return await runs.result({ dagId, runId: run?.dag_run_id ?? "", taskId: "look" });
  };

  test("fail a task that says something of what it does not have among its outlets", async () => {
    const { runs } = instance();
    const tasks = await runs.tasks("exports", runId);
    expect([tasks.write?.state, tasks.strays?.state]).toEqual(["success", "failed"]);
    expect(await runs.log({ dagId: "exports", runId, taskId: "strays" })).toContain(
      "says something of an update of s3://exports/total, which is none of its outlets",
    );
  });

  test("trigger a DAG that is scheduled on the alias, which reads the events of both", async () => {
    const both = ["s3://exports/everything.csv 42", "s3://exports/today.csv 2"];
    expect(await triggered("reads_exports")).toEqual({
      updates: both,
      past: both,
      first: ["s3://exports/total 4"],
      early: [],
      last: {
        ...{ uri: "s3://exports/total", extra: { rows: 4 }, timestamp: expect.any(String) },
        ...{ sourceDagId: "exports", sourceTaskId: "write", sourceRunId: runId, sourceMapIndex: -1 },
      },
      isInstant: true,
    });
  });

  test("trigger a DAG that is scheduled on one of the assets", async () => {
    expect(await triggered("reads_everything")).toBe(42);
  });
}
