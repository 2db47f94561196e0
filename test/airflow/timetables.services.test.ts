// Timetables in each version of Airflow that has them: what it stores of ours is what it stores of a person's.
import { cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment, oldestAirflow } from "../services/python.ts";

const fixture = path.resolve(import.meta.dirname, "../fixtures/timetables/dags-ts");
/** The first version that has what the DAG of a file says; 2.10 for others. */
const since: Readonly<Record<string, string>> = {
  "delta-trigger.ts": "2.11",
  "multiple-cron-trigger.ts": "3.0",
  "run-immediately.ts": "3.0",
};

interface Stored {
  readonly importErrors: Readonly<Record<string, string>>;
  readonly dags: Readonly<Record<string, unknown>>;
}

for (const version of [...airflowVersions, oldestAirflow] as const) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`Airflow ${version}`, () => {
    let project: TestProject;
    const names: string[] = [];

    beforeAll(async () => {
      const all = (await readdir(fixture)).filter((name) => Number(since[name] ?? 0) <= Number(version));
      names.push(...all.map((name) => path.basename(name, ".ts")));
      project = await TestProject.create({
        "windsock.config.ts": `export default { airflow: ["${version}"] };\n`,
      });
      for (const name of all) {
        await mkdir(path.join(project.folder, "dags-ts"), { recursive: true });
        await cp(path.join(fixture, name), path.join(project.folder, "dags-ts", name));
      }
      const built = await project.windsock("build");
      expect(built.stderr).toBe("");
    });
    afterAll(() => project?.remove());

    async function stored(folder: string): Promise<Stored> {
      const home = await mkdtemp(path.join(project.folder, "home-"));
      const script = path.join(import.meta.dirname, "stored_timetables.py");
      const env = { AIRFLOW_HOME: home, AIRFLOW__CORE__LOAD_EXAMPLES: "False", PYTHONDONTWRITEBYTECODE: "1" };
      const { stdout } = await execa(airflow?.python ?? "", [script, folder], { cwd: home, env });
      await rm(home, { recursive: true });
      return JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
    }

    test("stores of each DAG what it stores of its twin", async () => {
      const twins = path.join(project.folder, "twins");
      await mkdir(twins);
      const twin = path.join(import.meta.dirname, "twins/every_timetable.py");
      await cp(twin, path.join(twins, "every_timetable.py"));
      const [ours, theirs] = await Promise.all([
        stored(path.join(project.folder, "generated")),
        stored(twins),
      ]);
      expect(ours.importErrors).toEqual({});
      expect(Object.keys(ours.dags).sort()).toEqual(names.sort());
      expect(ours).toEqual(theirs);
    });
  });
}
