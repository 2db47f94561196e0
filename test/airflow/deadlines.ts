// Deadlines in a real Airflow: what reaches a receiver on loopback of a run that is late.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { DeadlineCallbackContext } from "../../src/model/run/callback-context.ts";
import { Receiver } from "../callbacks/receiver.ts";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const dagId = "late";

export function deadlines(instance: () => AirflowUnderTest): void {
  let receiver: Receiver<DeadlineCallbackContext>;
  let runId: string;

  beforeAll(async () => {
    const { lateReceiver, runs } = instance();
    receiver = await Receiver.start(lateReceiver);
    runId = await runs.trigger(dagId, { place: "there" });
    expect(await runs.finished(dagId, runId)).toBe("success");
    await vi.waitFor(() => expect(receiver.told.length).toBeGreaterThan(1), {
      timeout: 120_000,
      interval: 500,
    });
  });
  afterAll(() => receiver?.stop());

  test("a run that is late goes on, and each deadline that it misses is told of once, on a worker", () => {
    expect(receiver.told.map(({ topic }) => topic).toSorted()).toEqual(["fixed", "late"]);
    expect(receiver.about("late")[0]).toMatchObject({
      kind: "deadline",
      dagId,
      runId,
      state: "deadline_missed",
      runState: "running",
      deadlineTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\+00:00$/),
      params: { seconds: 12, place: "there" },
    });
    expect(receiver.about("fixed")[0]?.deadlineTime).toBe("2026-01-01T06:30:00+00:00");
  });
}
