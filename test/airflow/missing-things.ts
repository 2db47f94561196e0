// What a task's log says when something is not there, or not the right one.
import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { beforeAll, expect, test } from "vitest";
import type { AirflowUnderTest } from "./airflow-under-test.ts";

const dagId = "missing";

export function missingThings(instance: () => AirflowUnderTest): void {
  let runId: string;

  beforeAll(async () => {
    const { runs } = instance();
    runId = await runs.trigger(dagId);
    await runs.finished(dagId, runId);
  });

  test.each([
    ["without_variable", /nobody_set_this/],
    ["without_connection", /nobody_made_this/],
    ["without_bundle", /There is no bundle .*bundles\/missing\/without_bundle\.mjs.*npx windsock build/],
  ])("%s: the log names what is missing", async (taskId, message) => {
    const { runs } = instance();
    expect((await runs.tasks(dagId, runId))[taskId]?.state).toBe("failed");
    expect(await runs.log({ dagId, runId, taskId })).toMatch(message);
  });

  test("a bundle of another build than the DAG file refuses to run", async () => {
    const { runs } = instance();
    const stale = await runs.trigger("stale");
    expect(await runs.finished("stale", stale)).toBe("failed");
    const log = await runs.log({ dagId: "stale", runId: stale, taskId: "refuses" });
    expect(log).toMatch(/generated from other sources \(build of-yesterday\).*Deploy generated/);
  });

  test("no node on the PATH: the log says so, and how to mend it", async () => {
    const { airflow } = instance();
    const bin = path.join(airflow.home, "bin-without-node");
    await mkdir(bin);
    await symlink("/bin/bash", path.join(bin, "bash"));
    // The scheduler would run the task as well, and may be first.
    await airflow.api.patch("/dags/outcomes", { is_paused: true });
    const command = ["tasks", "test", "outcomes", "fails_now", "2021-07-02"];
    const { all } = await execa(airflow.python.python, [airflow.python.program("airflow"), ...command], {
      // Wide, so that the message stays on one line.
      env: { ...airflow.variables, PATH: bin, COLUMNS: "2000", NO_COLOR: "1" },
      extendEnv: false,
      reject: false,
      all: true,
    });
    expect(all).toMatch(/There is no `node` on this worker's PATH \(.*bin-without-node\)\. Install Node\.js/);
  });
}
