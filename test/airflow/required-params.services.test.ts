// With which schedules a param may lack a default: those that a build refuses are those that Airflow does.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import type { ScheduleModel } from "../../src/model/dag/schedule.ts";
import { checkParams } from "../../src/model/validate/validate-params.ts";
import { sampleDag } from "../local/sample-dag.ts";
import { airflowEnvironment, oldestAirflow } from "../services/python.ts";

const schedules: readonly ScheduleModel[] = [
  { kind: "none" },
  { kind: "once" },
  { kind: "continuous" },
  { kind: "cron", expression: "0 0 * * *" },
  { kind: "every", seconds: 3600 },
  { kind: "cron_trigger", expression: "0 0 * * *", interval: 0 },
  { kind: "events", dates: ["2026-01-01"], restrictToEvents: false },
  { kind: "assets", condition: { kind: "asset", uri: "s3://shop/listings" } },
];

const ours = schedules
  .filter((schedule) => {
    const model = sampleDag({}, { schedule, params: { day: { type: "string" } } });
    return checkParams({ model, refusedDefaults: {} } as never).length > 0;
  })
  .map(({ kind }) => kind);

for (const version of [...airflowVersions, oldestAirflow] as const) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`Airflow ${version}`, () => {
    test("refuses params without a default with the same schedules", async () => {
      const home = await mkdtemp(path.join(tmpdir(), "airflow-"));
      const script = path.join(import.meta.dirname, "required_params.py");
      const env = { AIRFLOW_HOME: home, PYTHONDONTWRITEBYTECODE: "1" };
      const { stdout } = await execa(airflow?.python ?? "", [script], { cwd: home, env });
      await rm(home, { recursive: true });
      expect(JSON.parse(stdout.slice(stdout.lastIndexOf("\n")))).toEqual(ours);
      expect(ours).toHaveLength(schedules.length - 1);
    });
  });
}
