// Callbacks of DAGs where Airflow's DAG processor lacks what they need: it says so, and nothing else suffers.
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";

const script = path.join(import.meta.dirname, "python/call_back.py");

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create("callbacks");
  expect(await project.windsock("build", "--no-types")).toMatchObject({ exitCode: 0 });
});
afterAll(() => project?.remove());

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`a callback of a DAG in Airflow ${version}`, () => {
    async function called(PATH: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
      const generated = path.join(project.folder, "generated");
      const env = {
        PATH,
        AIRFLOW_HOME: await mkdtemp(path.join(project.folder, "home-")),
        AIRFLOW__CORE__DAGS_FOLDER: generated,
        AIRFLOW__CORE__LOAD_EXAMPLES: "False",
      };
      return await execa(airflow?.python ?? "", [script, generated, "calling"], { env });
    }

    test("is not called without Node.js", async () => {
      const { stdout, stderr } = await called("/nowhere");
      expect(stdout).toContain("called");
      expect(stderr).toMatch(/Callback "\w+" was not called: .*[Nn]ode/);
      expect(stderr).toContain("Callbacks of DAGs run in Airflow's DAG processor");
    });

    test("is not called without its bundle", async () => {
      const kept = await project.copy();
      try {
        await rm(path.join(project.folder, "generated/bundles"), { recursive: true });
        const { stdout, stderr } = await called(process.env.PATH ?? "");
        expect(stdout).toContain("called");
        expect(stderr).toMatch(/Callback "\w+" was not called: .*bundle/);
      } finally {
        await project.remove();
        project = kept;
      }
    });
  });
}
