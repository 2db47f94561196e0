// Sensors in a real Airflow, which reschedules, retries and skips them.
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, expect, test, vi } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";
import type { TaskInstance } from "./dag-runs.ts";
import { nodeProcesses, processIds } from "./node-processes.ts";

const dagId = "senses";

export function sensors(instance: () => AirflowUnderTest): void {
  let runId: string;
  let tasks: Readonly<Record<string, TaskInstance>>;
  const log = (taskId: string, attempt = 1) => instance().runs.log({ dagId, runId, taskId, attempt });

  beforeAll(async () => {
    const { runs, services } = instance();
    const bucket = await services.s3.createBucket();
    const put = (key: string, text: string) =>
      services.s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
    runId = await runs.trigger(dagId, { bucket });
    await put("late/part-1.csv", "1");
    await runs.reached({ dagId, runId, taskId: "killed" }, "running");
    await vi.waitFor(async () => expect(await log("killed")).toContain("waits to be killed"), {
      timeout: 120_000,
      interval: 500,
    });
    for (const id of await processIds("bundles/senses/killed.mjs")) process.kill(id, "SIGKILL");
    // It has looked, and gone.
    await runs.reached({ dagId, runId, taskId: "arrives" }, "up_for_reschedule");
    await put("late/part-2.csv", "2");
    await put("late/listings.csv", "three");
    await runs.finished(dagId, runId);
    tasks = await runs.tasks(dagId, runId);
  });

  test("end as they should", () => {
    expect(Object.fromEntries(Object.entries(tasks).map(([id, { state }]) => [id, state]))).toEqual({
      arrives: "success",
      parts: "success",
      read: "success",
      times_out: "failed",
      soft: "skipped",
      after_soft: "skipped",
      killed: "success",
      hangs: "skipped",
    });
  });

  test("find what comes later, in one try, and say what it is", async () => {
    expect(tasks.arrives?.try_number).toBe(1);
    const text = await log("arrives");
    expect(text.match(/Looks for object late\/listings\.csv/g)?.length).toBeGreaterThan(1);
    expect(text).toContain("Not yet.");
    expect(await instance().runs.result({ dagId, runId, taskId: "read" })).toEqual({
      size: 5,
      key: "late/listings.csv",
      parts: ["late/part-1.csv", "late/part-2.csv"],
    });
  });

  test("are not tried again when their time is over, and their callbacks learn why", async () => {
    expect(tasks.times_out?.try_number).toBe(1);
    expect(await log("times_out")).toContain("told of AirflowSensorTimeout");
  });

  test("are tried again when their process is killed", async () => {
    expect(tasks.killed?.try_number).toBe(2);
    expect(await log("killed")).toContain("The task's process was ended by SIGKILL.");
    expect(await instance().runs.result({ dagId, runId, taskId: "killed" })).toEqual({ try: 2 });
  });

  test("leave no process behind", async () => {
    expect(await nodeProcesses("bundles/senses/")).toEqual([]);
  });
}
