// Deadlines in a real Airflow: what reaches a receiver on loopback of a run that is late.
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { DeadlineCallbackContext } from "../../src/model/run/callback-context.ts";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const dagId = "late";

export function deadlines(instance: () => AirflowUnderTest): void {
  const told: { readonly topic: string; readonly context: DeadlineCallbackContext }[] = [];
  let receiver: Server;
  let runId: string;

  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      const { context } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      told.push({ topic: String(request.url).slice(1), context });
      response.end();
    });
    const { lateReceiver, runs } = instance();
    await new Promise<void>((listening) => receiver.listen(lateReceiver, "127.0.0.1", listening));
    runId = await runs.trigger(dagId, { place: "there" });
    expect(await runs.finished(dagId, runId)).toBe("success");
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(1), { timeout: 120_000, interval: 500 });
  });
  afterAll(() => receiver?.close());

  test("a run that is late goes on, and each deadline that it misses is told of once, on a worker", () => {
    expect(told.map(({ topic }) => topic).toSorted()).toEqual(["fixed", "late"]);
    expect(told.find(({ topic }) => topic === "late")?.context).toMatchObject({
      kind: "deadline",
      dagId,
      runId,
      state: "deadline_missed",
      runState: "running",
      deadlineTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\+00:00$/),
      params: { seconds: 12, place: "there" },
    });
    expect(told.find(({ topic }) => topic === "fixed")?.context.deadlineTime).toBe(
      "2026-01-01T06:30:00+00:00",
    );
  });
}
