// Tasks that are killed from the web UI or the API while they work.
import { ListMultipartUploadsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";
import { nodeProcesses } from "./node-processes.ts";

const dagId = "killed";
const taskId = "write";
const processes = () => nodeProcesses("bundles/killed/write.mjs");

/** Airflow's heartbeat of a second, then the five seconds that a killed task may take. */
const soon = { timeout: 12_000, interval: 250 };

export function killedTasks(instance: () => AirflowUnderTest): void {
  async function startWriting(): Promise<{ runId: string; bucket: string }> {
    const { runs, services } = instance();
    const bucket = await services.s3.createBucket();
    const runId = await runs.trigger(dagId, { bucket, seconds: 600 });
    await runs.reached({ dagId, runId, taskId }, "running");
    const log = () => runs.log({ dagId, runId, taskId }).catch(() => "");
    await expect.poll(log, { timeout: 60_000 }).toContain("half of it is written");
    expect(await processes()).toHaveLength(1);
    return { runId, bucket };
  }

  async function expectNothingIn(bucket: string): Promise<void> {
    const { client } = instance().services.s3;
    const objects = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(objects.KeyCount).toBe(0);
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(uploads.Uploads ?? []).toEqual([]);
  }

  test("a task that is marked as failed ends, and leaves no half-written object", async () => {
    const { airflow, runs } = instance();
    const { runId, bucket } = await startWriting();
    await airflow.api.patch(`/dags/${dagId}/dagRuns/${runId}/taskInstances/${taskId}`, {
      new_state: "failed",
      ...(airflow.version.startsWith("2.") && { dry_run: false }),
    });
    await expect.poll(processes, soon).toEqual([]);
    await expectNothingIn(bucket);
    expect(await runs.log({ dagId, runId, taskId })).toContain("The task was asked to stop (SIGTERM).");
    expect((await runs.tasks(dagId, runId))[taskId]?.state).toBe("failed");
  });

  test("a task that is cleared while it runs ends, and starts anew", async () => {
    const { airflow, runs } = instance();
    const { runId, bucket } = await startWriting();
    await airflow.api.post(`/dags/${dagId}/clearTaskInstances`, {
      dry_run: false,
      dag_run_id: runId,
      task_ids: [taskId],
      only_failed: false,
      reset_dag_runs: true,
    });
    const secondTry = () => runs.log({ dagId, runId, taskId, attempt: 2 }).catch(() => "");
    await expect.poll(secondTry, { timeout: 60_000 }).toContain("half of it is written");
    expect(await processes()).toHaveLength(1);
    const state = airflow.version.startsWith("2.")
      ? { dry_run: false, new_state: "failed" }
      : { new_state: "failed" };
    await airflow.api.patch(`/dags/${dagId}/dagRuns/${runId}/taskInstances/${taskId}`, state);
    await expect.poll(processes, soon).toEqual([]);
    await expectNothingIn(bucket);
  });
}
