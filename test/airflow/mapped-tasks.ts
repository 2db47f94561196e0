// Mapped tasks and groups in a real Airflow, which expands, retries and clears them.
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const dagId = "maps";

export function mappedTasks(instance: () => AirflowUnderTest): void {
  let runId: string;
  let bucket: string;

  const put = (key: string, text: string) =>
    instance().services.s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
  const states = async () => {
    const found: Record<string, (string | null)[]> = {};
    for (const { task_id, state } of await instance().runs.instances(dagId, runId)) {
      found[task_id] = [...(found[task_id] ?? []), state];
    }
    return found;
  };
  const result = (taskId: string) => instance().runs.result({ dagId, runId, taskId });

  beforeAll(async () => {
    bucket = await instance().services.s3.createBucket();
    await put("in/a.csv", "1\nx\n2");
    await put("in/b.csv", "broken");
    await put("in/c.csv", "3");
    runId = await instance().runs.trigger(dagId, { bucket });
    await instance().runs.finished(dagId, runId);
  });

  test("have an instance for each object, which goes on by itself", async () => {
    expect(await states()).toEqual({
      list: ["success"],
      file__items: ["success"],
      "file.clean": ["success", "failed", "success"],
      "file.count": ["success", "upstream_failed", "success"],
      gather: ["success"],
      load: ["success"],
      write: ["success"],
      list_nothing: ["success"],
      clean_nothing__items: ["success"],
      clean_nothing: ["skipped"],
      of_nothing: ["success"],
      wrong: ["success"],
      clean_wrong__items: ["failed"],
      clean_wrong: ["upstream_failed"],
      skip: ["skipped"],
      list_late: ["success"],
      early__items: ["success"],
      "early.first": ["skipped"],
      "early.anyway": ["upstream_failed"],
    });
    const broken = (await instance().runs.instances(dagId, runId)).find(
      ({ task_id, map_index }) => task_id === "file.clean" && map_index === 1,
    );
    expect(broken).toMatchObject({ try_number: 2 });
  });

  test("hand over what all of them return, in their order, and of none nothing", async () => {
    expect(await result("gather")).toEqual({
      rows: { "in/a.csv": 2, "in/c.csv": 1 },
      keys: ["clean/a.csv", "clean/c.csv"],
    });
    expect(await result("of_nothing")).toEqual([]);
    const written = await instance().services.s3.client.send(
      new GetObjectCommand({ Bucket: bucket, Key: "total.json" }),
    );
    expect(await written.Body?.transformToString()).toBe("loaded");
  });

  test("have the names that their DAG gives them", async () => {
    const names = (await instance().runs.instances(dagId, runId))
      .filter(({ task_id }) => task_id === "file.count")
      .map(({ rendered_map_index }) => rendered_map_index);
    // Airflow 3 numbers the one that has no name, as it has not run.
    expect([names[0], names[2]]).toEqual(["of in/a.csv", "of in/c.csv"]);
  });

  test("fail before work is lost, where there is no list", async () => {
    expect(await result("wrong")).toEqual({ keys: "in/a.csv" });
    const { runs } = instance();
    expect(await runs.log({ dagId, runId, taskId: "clean_wrong__items" })).toContain(
      "It is to have the list to map over, and has text.",
    );
  });

  test("go on when the one that failed is cleared", async () => {
    await put("in/b.csv", "4\n5\n6");
    const { airflow, runs } = instance();
    await airflow.api.post(`/dags/${dagId}/clearTaskInstances`, {
      dry_run: false,
      dag_run_id: runId,
      task_ids: ["file.clean"],
      include_downstream: true,
      only_failed: false,
      reset_dag_runs: true,
    });
    await runs.finished(dagId, runId);
    expect(await result("gather")).toEqual({
      rows: { "in/a.csv": 2, "in/b.csv": 3, "in/c.csv": 1 },
      keys: ["clean/a.csv", "clean/b.csv", "clean/c.csv"],
    });
  });
}
