// Setups and teardowns in a real Airflow: what is torn down after a failure, and what is cleared with a task.
import { beforeAll, expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const dagId = "setups";

/** How the tasks of the fixture end. */
const ends: Readonly<Record<string, string>> = {
  create: "success",
  work: "failed",
  never: "upstream_failed",
  remove: "success",
  broken: "failed",
  needs: "upstream_failed",
  mend: "upstream_failed",
  prepare: "success",
  stop: "success",
  skipped: "skipped",
  tidy: "success",
};

export function setups(instance: () => AirflowUnderTest): void {
  let runId: string;

  const states = async (dag: string, run: string) => {
    const tasks = await instance().runs.tasks(dag, run);
    return Object.fromEntries(Object.entries(tasks).map(([taskId, { state }]) => [taskId, state]));
  };

  beforeAll(async () => {
    runId = await instance().runs.trigger(dagId);
    expect(await instance().runs.finished(dagId, runId)).toBe("failed");
  });

  test("tear down after a failure, and not what was never set up", async () => {
    expect(await states(dagId, runId)).toEqual(ends);
  });

  test("read what was set up", async () => {
    const { runs } = instance();
    expect(await runs.result({ dagId, runId, taskId: "remove" })).toEqual({ removed: "cluster-1" });
  });

  test("run again when a task between them is cleared", async () => {
    const { airflow, runs } = instance();
    await airflow.api.post(`/dags/${dagId}/clearTaskInstances`, {
      dry_run: false,
      dag_run_id: runId,
      task_ids: ["work"],
      only_failed: false,
      reset_dag_runs: true,
    });
    await runs.finished(dagId, runId);
    const tasks = await runs.tasks(dagId, runId);
    expect(tasks.create).toMatchObject({ state: "success", try_number: 2 });
    expect(tasks.remove).toMatchObject({ state: "success", try_number: 2 });
    expect(tasks.tidy).toMatchObject({ try_number: 1 });
  });

  test.each([
    ["setups_lenient", "success"],
    ["setups_strict", "failed"],
  ])("whose failure is the run's only where it says so: %s ends as %s", async (dag, state) => {
    const run = await instance().runs.trigger(dag);
    expect(await instance().runs.finished(dag, run)).toBe(state);
    expect(await states(dag, run)).toEqual({ create: "success", work: "success", remove: "failed" });
  });
}
