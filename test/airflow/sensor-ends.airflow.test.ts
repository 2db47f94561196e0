// Sensors end as each version of Airflow has it, and the same locally.
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment, oldestAirflow } from "../services/python.ts";
import { type End, graphsAndEnds } from "./graphs-and-ends.ts";
import { localEnd } from "./local-ends.ts";
import { nodeProcesses } from "./node-processes.ts";

const date = "2026-01-01";
let project: TestProject;
let locally: End;

beforeAll(async () => {
  project = await TestProject.create("sensors");
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  locally = await localEnd(project.folder, "ends", date, { file: path.join(project.folder, "local") }, {});
});
afterAll(() => project?.remove());

for (const version of [...airflowVersions, oldestAirflow] as const) {
  const airflow = await airflowEnvironment(version);

  test.skipIf(!airflow)(`in Airflow ${version}`, async () => {
    const { importErrors, ends } = await graphsAndEnds({
      python: airflow?.python ?? "",
      folder: path.join(project.folder, "generated"),
      runs: { ends: { file: path.join(project.folder, version) } },
      date,
      scratch: project.folder,
      commands: "",
      env: { FIXED_NOW: `${date}T16:00:00+00:00` },
    });
    expect(importErrors).toEqual({});
    expect(ends.ends).toEqual(locally);
    // What hung has been ended.
    expect(await nodeProcesses(path.join(project.folder, "generated/bundles"))).toEqual([]);
  });
}
