// Runs of other DAGs that tasks wait for in a real Airflow.
import { beforeAll, expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

export function awaitedRuns(instance: () => AirflowUnderTest): void {
  let runId: string;
  let awaitedId: string;

  beforeAll(async () => {
    const { runs } = instance();
    const date = new Date().toISOString();
    await runs.unpause("awaited");
    runId = await runs.trigger("waits", {}, date);
    await runs.reached({ dagId: "waits", runId, taskId: "deferred" }, "deferred");
    awaitedId = await runs.trigger("awaited", {}, date);
    await runs.finished("waits", runId);
  });

  test("are waited for in all ways, and a wait ends as what it waits for", async () => {
    const tasks = await instance().runs.tasks("waits", runId);
    const states = Object.entries(tasks).map(([taskId, { state }]) => [taskId, state]);
    expect(Object.fromEntries(states)).toEqual({
      counted: "success",
      both: "success",
      deferred: "success",
      report: "success",
      checked: "success",
      ended: "success",
      nothing: "success",
      of_nothing: "success",
      failed: "failed",
      not_reached: "upstream_failed",
      failed_deferred: "failed",
      soft: "skipped",
      skips: "skipped",
      by_id: "success",
    });
  });

  test("give what their tasks returned, in that run", async () => {
    const { runs } = instance();
    expect(await runs.result({ dagId: "waits", runId, taskId: "report" })).toEqual({
      rows: 3,
      city: "{{ ds }}",
      both: [{ rows: 3, of: { city: "{{ ds }}" }, run: awaitedId }, "Ljubljana 🏔"],
      name: "Ljubljana 🏔",
    });
    expect(await runs.result({ dagId: "waits", runId, taskId: "of_nothing" })).toEqual({ got: null });
    // Nobody reads it.
    expect(await runs.result({ dagId: "waits", runId, taskId: "checked" })).toBeUndefined();
  });

  test("are not waited for where they cannot come: without a logical date", async () => {
    const { runs, airflow } = instance();
    // In Airflow 2 every run has one.
    if (airflow.version.startsWith("2.")) return;
    const without = await runs.trigger("waits", {}, null);
    expect(await runs.finished("waits", without)).toBe("failed");
    const tasks = await runs.tasks("waits", without);
    expect(tasks).toMatchObject({
      counted: { state: "failed" },
      deferred: { state: "failed" },
      soft: { state: "skipped" },
    });
    expect(await runs.log({ dagId: "waits", runId: without, taskId: "counted" })).toContain(
      "This run has no logical date, and DAG awaited is waited for in its run of the same one.",
    );
  });
}
