// Runs of other DAGs that tasks start in a real Airflow.
import { beforeAll, expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

export function startedRuns(instance: () => AirflowUnderTest): void {
  let runId: string;

  beforeAll(async () => {
    const { runs } = instance();
    await runs.unpause("started");
    runId = await runs.trigger("starts");
    await runs.finished("starts", runId);
    await runs.finished("started", "started_with_defaults");
  });

  test("are waited for, and a task fails with the run that it waits for", async () => {
    const { runs } = instance();
    const tasks = await runs.tasks("starts", runId);
    const states = Object.entries(tasks).map(([taskId, { state }]) => [taskId, state]);
    expect(Object.fromEntries(states)).toEqual({
      count: "success",
      with_conf: "success",
      after: "success",
      with_defaults: "success",
      fails: "failed",
      not_reached: "upstream_failed",
    });
  });

  test("get params of their types, and the defaults of those that are not named", async () => {
    const { runs } = instance();
    const said = (id: string) => runs.result({ dagId: "started", runId: id, taskId: "say" });
    expect(await said("started_with_conf")).toMatchObject({ rows: 3, city: "{{ ds }}", fails: false });
    expect(await said("started_with_defaults")).toEqual({
      day: "none",
      rows: 0,
      city: "nowhere",
      fails: false,
    });
  });
}
