// Tasks that are killed from the web UI or the API while they work.
import { ListMultipartUploadsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { execa } from "execa";
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

  async function clear(runId: string): Promise<void> {
    const { airflow } = instance();
    if (!airflow.version.startsWith("2.")) {
      const clearing = { dry_run: false, dag_run_id: runId, task_ids: [taskId], only_failed: false };
      await airflow.api.post(`/dags/${dagId}/clearTaskInstances`, clearing);
      return;
    }
    // The REST API of Airflow 2 forgets to store that a running task is to be restarted; its web UI does not.
    const command = ["tasks", "clear", dagId, "--task-regex", taskId, "--only-running", "--yes"];
    await execa(airflow.python.program("airflow"), command, { env: airflow.variables, extendEnv: false });
  }

  async function markFailed(runId: string): Promise<void> {
    const { api, version } = instance().airflow;
    const change = { new_state: "failed", ...(version.startsWith("2.") && { dry_run: false }) };
    await api.patch(`/dags/${dagId}/dagRuns/${runId}/taskInstances/${taskId}`, change);
  }

  async function expectNothingIn(bucket: string): Promise<void> {
    const { client } = instance().services.s3;
    const objects = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(objects.KeyCount).toBe(0);
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(uploads.Uploads ?? []).toEqual([]);
  }

  test("a task that is marked as failed ends, and leaves no half-written object", async () => {
    const { runs } = instance();
    const { runId, bucket } = await startWriting();
    await markFailed(runId);
    await expect.poll(processes, soon).toEqual([]);
    await expectNothingIn(bucket);
    expect(await runs.log({ dagId, runId, taskId })).toContain("SIGTERM");
    expect((await runs.tasks(dagId, runId))[taskId]?.state).toBe("failed");
  });

  test("a task that is cleared while it runs ends, and starts anew", async () => {
    const { runs } = instance();
    const { runId, bucket } = await startWriting();
    await clear(runId);
    const secondTry = () => runs.log({ dagId, runId, taskId, attempt: 2 }).catch(() => "");
    await expect.poll(secondTry, { timeout: 60_000 }).toContain("half of it is written");
    expect(await processes()).toHaveLength(1);
    await markFailed(runId);
    await expect.poll(processes, soon).toEqual([]);
    await expectNothingIn(bucket);
  });
}
