// The promise, proven: stock Airflows schedule, retry, skip, kill and show what was written in TypeScript.
import { afterAll, beforeAll, describe } from "vitest";
import { airflowVersions, isAirflow2 } from "../../src/airflow/environment/airflow-versions.ts";
import { airflowEnvironment } from "../services/python.ts";
import { type AirflowUnderTest, startAirflowUnderTest } from "./airflow-under-test.ts";
import { askedPeople } from "./asked-people.ts";
import { assetAliases } from "./asset-aliases.ts";
import { assetOrTime } from "./asset-or-time.ts";
import { awaitedRuns } from "./awaited-runs.ts";
import { branches } from "./branches.ts";
import { callbacks } from "./callbacks.ts";
import { continuous } from "./continuous.ts";
import { deadlines } from "./deadlines.ts";
import { engagementReport } from "./engagement-report.ts";
import { killedTasks } from "./killed-tasks.ts";
import { mappedTasks } from "./mapped-tasks.ts";
import { missingThings } from "./missing-things.ts";
import { pythonTasks } from "./python-tasks.ts";
import { referencePipeline } from "./reference-pipeline.ts";
import { remembered } from "./remembered.ts";
import { secretKeeping } from "./secret-keeping.ts";
import { sensors } from "./sensors.ts";
import { setups } from "./setups.ts";
import { startedRuns } from "./started-runs.ts";
import { taskOutcomes } from "./task-outcomes.ts";
import { valuesAndXcoms } from "./values-and-xcoms.ts";

for (const version of airflowVersions) {
  const environment = await airflowEnvironment(version);

  describe.skipIf(!environment)(`Airflow ${version}`, () => {
    let underTest: AirflowUnderTest;
    const instance = () => underTest;

    beforeAll(async () => {
      underTest = await startAirflowUnderTest(version);
    });
    afterAll(() => underTest?.stop());

    describe("fixture DAGs: how tasks end", () => taskOutcomes(instance));
    describe("fixture DAGs: branches", () => branches(instance));
    describe("fixture DAGs: setups and teardowns", () => setups(instance));
    describe("fixture DAGs: callbacks", () => callbacks(instance));
    describe.skipIf(isAirflow2(version))("fixture DAGs: deadlines", () => deadlines(instance));
    describe("fixture DAGs: runs that tasks start", () => startedRuns(instance));
    describe("fixture DAGs: runs that tasks wait for", () => awaitedRuns(instance));
    describe("fixture DAGs: assets that only tasks know", () => assetAliases(instance));
    describe("fixture DAGs: schedules on assets or time", () => assetOrTime(instance));
    describe("fixture DAGs: schedules without a pause", () => continuous(instance));
    describe("fixture DAGs: mapped tasks", () => mappedTasks(instance));
    describe("fixture DAGs: sensors", () => sensors(instance));
    describe("fixture DAGs: tasks of Airflow's own operators", () => pythonTasks(instance));
    describe("fixture DAGs: values", () => valuesAndXcoms(instance));
    describe("fixture DAGs: what tasks remember", () => remembered(instance));
    if (!isAirflow2(version)) {
      describe("fixture DAGs: people who are asked", () => askedPeople(instance));
    }
    describe("fixture DAGs: what is missing", () => missingThings(instance));
    describe("fixture DAGs: secrets", () => secretKeeping(instance));
    describe("fixture DAGs: killed tasks", () => killedTasks(instance));
    describe("the reference pipeline", () => referencePipeline(instance));
    describe("the report on it", () => engagementReport(instance));
  });
}
