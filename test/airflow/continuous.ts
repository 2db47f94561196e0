// Runs without a pause, in a real Airflow.
import { beforeAll, expect, test, vi } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";
import type { DagRun } from "./dag-runs.ts";

const dagId = "continuous";

export function continuous(instance: () => AirflowUnderTest): void {
  let runs: DagRun[];

  beforeAll(async () => {
    await instance().runs.unpause(dagId);
    // Those that are there at one moment, the latest of which may still run.
    const atOnce = async () => (runs = (await instance().runs.all(dagId)).toSorted(byInterval));
    await vi.waitFor(async () => expect((await atOnce()).length).toBeGreaterThan(2), {
      timeout: 180_000,
      interval: 500,
    });
    await instance().airflow.api.patch(`/dags/${dagId}`, { is_paused: true });
  });

  test("are made one at a time", () => {
    const ended = runs.slice(0, -1).map(({ state }) => state);
    expect(ended).toEqual(ended.map(() => "success"));
  });

  test("go on where the one before ended, from the start date on", async () => {
    const intervals = await Promise.all(
      runs.slice(0, -1).map(async ({ dag_run_id: runId }) => {
        const found = await instance().runs.result({ dagId, runId, taskId: "look" });
        return found as { readonly from: string; readonly to: string };
      }),
    );
    const ends = intervals.map(({ to }) => Date.parse(to));
    expect(intervals.map(({ from }) => Date.parse(from))).toEqual([
      Date.parse("2026-01-01T00:00:00Z"),
      ...ends.slice(0, -1),
    ]);
    expect(ends).toEqual(ends.toSorted((one, other) => one - other));
  });
}

function byInterval(one: DagRun, other: DagRun): number {
  return Date.parse(one.data_interval_start) - Date.parse(other.data_interval_start);
}
