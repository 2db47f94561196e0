// Groups of tasks as Airflow stores them: the same graphs as those of its own examples, and of a twin written by hand.
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";

interface Graphs {
  readonly importErrors: Readonly<Record<string, string>>;
  readonly dags: Readonly<Record<string, unknown>>;
}

/** In Airflow's own folder of examples. */
const examples = ["example_task_group", "example_task_group_decorator"];

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create("groups");
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});

afterAll(() => project?.remove());

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`in Airflow ${version}`, () => {
    let ours: Graphs;
    let twins: Graphs;

    beforeAll(async () => {
      const python = airflow?.python ?? "";
      const home = await mkdtemp(path.join(project.folder, "home-"));
      const env = { AIRFLOW_HOME: home, AIRFLOW__CORE__LOAD_EXAMPLES: "False" };
      const read = async (folder: string): Promise<Graphs> => {
        const script = path.join(import.meta.dirname, "read_graphs.py");
        const { stdout } = await execa(python, [script, folder], { env });
        return JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
      };
      const { stdout } = await execa(
        python,
        ["-c", "import airflow.example_dags as e; print(); print(e.__path__[0])"],
        { env },
      );
      const folder = path.join(home, "twins");
      await mkdir(folder);
      await cp(path.join(import.meta.dirname, "twins"), folder, { recursive: true });
      for (const name of examples) {
        await cp(
          path.join(stdout.trim().split("\n").at(-1) ?? "", `${name}.py`),
          path.join(folder, `${name}.py`),
        );
      }
      [ours, twins] = [await read(path.join(project.folder, "generated")), await read(folder)];
    });

    test("all files load", () => {
      expect(ours.importErrors).toEqual({});
      expect(twins.importErrors).toEqual({});
    });

    test.each([...examples, "every-edge"])("%s has the graph of its twin", (dagId) => {
      expect(twins.dags).toHaveProperty(dagId);
      expect(ours.dags[dagId]).toEqual(twins.dags[dagId]);
    });
  });
}
