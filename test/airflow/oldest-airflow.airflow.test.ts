// The oldest Airflow that the DAG files promise to work with runs tasks of theirs, one by one.
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment, oldestAirflow } from "../services/python.ts";

const airflow = await airflowEnvironment(oldestAirflow);

describe.skipIf(!airflow)(`Airflow ${oldestAirflow}`, () => {
  let project: TestProject;

  const run = (...args: string[]) =>
    execa(airflow?.program("airflow") ?? "", args, {
      env: {
        AIRFLOW_HOME: path.join(project.folder, "home"),
        AIRFLOW__CORE__DAGS_FOLDER: path.join(project.folder, "generated"),
        AIRFLOW__CORE__LOAD_EXAMPLES: "False",
        // Wide, so that a message stays on one line.
        COLUMNS: "2000",
      },
      reject: false,
      all: true,
    });

  beforeAll(async () => {
    project = await TestProject.create("airflow");
    expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
    expect(await run("db", "migrate")).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => project?.remove());

  test.each([
    ["noise", "noisy", /line 1999[\s\S]*Marking task as SUCCESS/],
    ["outcomes", "skips", /nothing arrived: it's a holiday[\s\S]*Marking task as SKIPPED/],
    ["outcomes", "fails_now", /no retry would mend this[\s\S]*Marking task as FAILED/],
  ])("runs %s.%s", async (dagId, taskId, log) => {
    expect((await run("tasks", "test", dagId, taskId, "2021-07-02")).all).toMatch(log);
  });
});
