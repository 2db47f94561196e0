// Branches in a real Airflow: what is skipped stays skipped when it is cleared, and values stay readable.
import { beforeAll, expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const dagId = "branches";

/** How the tasks of the fixture end, the first time and after those that are skipped were cleared. */
const ends: Readonly<Record<string, string>> = {
  decide: "success",
  "grouped.first": "skipped",
  "grouped.second": "skipped",
  other: "success",
  reads: "success",
  meets: "success",
  choose: "success",
  many_one: "success",
  many_two: "skipped",
  many_three: "success",
  stop: "success",
  behind: "skipped",
  far_behind: "skipped",
  far_behind_each: "skipped",
  stray: "failed",
  somewhere: "upstream_failed",
};

export function branches(instance: () => AirflowUnderTest): void {
  let runId: string;

  const states = async () => {
    const tasks = await instance().runs.tasks(dagId, runId);
    return Object.fromEntries(Object.entries(tasks).map(([taskId, { state }]) => [taskId, state]));
  };
  const of = (taskId: string) => ({ dagId, runId, taskId });

  beforeAll(async () => {
    runId = await instance().runs.trigger(dagId);
    await instance().runs.finished(dagId, runId);
  });

  test("skip what their values say, in groups and behind short circuits as well", async () => {
    expect(await states()).toEqual(ends);
  });

  test("keep their values for other tasks", async () => {
    const { runs } = instance();
    expect(await runs.result(of("decide"))).toBe(false);
    expect(await runs.result(of("choose"))).toEqual(["one", "three"]);
    expect(await runs.result(of("reads"))).toEqual({ decided: false });
  });

  test("fail at once, when no case has the value", async () => {
    const { runs } = instance();
    expect((await runs.tasks(dagId, runId)).stray).toMatchObject({ state: "failed", try_number: 1 });
    expect(await runs.log(of("stray"))).toContain('It returned "nowhere", and its cases are "somewhere".');
  });

  test("skip again what was skipped and is cleared", async () => {
    const { airflow, runs } = instance();
    const taskIds = ["grouped.first", "many_two", "behind", "reads"];
    await airflow.api.post(`/dags/${dagId}/clearTaskInstances`, {
      dry_run: false,
      dag_run_id: runId,
      task_ids: taskIds,
      only_failed: false,
      reset_dag_runs: true,
    });
    await runs.finished(dagId, runId);
    expect(await states()).toEqual(ends);
    // What was not skipped ran again.
    expect((await runs.tasks(dagId, runId)).reads).toMatchObject({ state: "success", try_number: 2 });
  });
}
