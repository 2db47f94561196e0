// A schedule by the clock and on assets, in a real Airflow: runs of both kinds.
import { beforeAll, expect, test, vi } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const dagId = "either";
/** Airflow 2 calls assets datasets. */
const onAssets = /^(asset|dataset)_triggered$/;

export function assetOrTime(instance: () => AirflowUnderTest): void {
  beforeAll(async () => {
    const { airflow, runs } = instance();
    await runs.unpause(dagId);
    await runs.finished("writes_news", await runs.trigger("writes_news"));
    const types = async () => (await runs.all(dagId)).map(({ run_type, state }) => `${run_type} ${state}`);
    await vi.waitFor(
      async () => {
        const found = await types();
        expect(found).toContain("scheduled success");
        expect(found.join()).toMatch(/(?:asset|dataset)_triggered success/);
      },
      { timeout: 180_000, interval: 1000 },
    );
    await airflow.api.patch(`/dags/${dagId}`, { is_paused: true });
  });

  const looked = async (isOnAssets: boolean) => {
    const { runs } = instance();
    const run = (await runs.all(dagId)).find(({ run_type }) => onAssets.test(run_type) === isOnAssets);
    return await runs.result({ dagId, runId: run?.dag_run_id ?? "", taskId: "look" });
  };

  test("makes a run when an asset is updated, which learns of it", async () => {
    expect(await looked(true)).toEqual(["Prices are up"]);
  });

  test("makes runs at the timetable's times, which no update is about", async () => {
    expect(await looked(false)).toEqual([]);
  });
}
