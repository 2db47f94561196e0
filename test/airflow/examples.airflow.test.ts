// Airflow's own examples, written for Windsock: the same graphs in Airflow, and the same ends there and locally.
import { cp, mkdtemp, readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";

interface End {
  readonly state: string;
  readonly tasks: Readonly<Record<string, string>>;
}

interface Found {
  readonly importErrors: Readonly<Record<string, string>>;
  readonly graphs: Readonly<Record<string, unknown>>;
  readonly ends: Readonly<Record<string, End>>;
}

/** By module of Airflow's examples: the DAGs of it that are in test/fixtures/examples. */
const examples: Readonly<Record<string, readonly string[]>> = {
  example_branch_day_of_week_operator: ["example_weekday_branch_operator"],
  example_branch_python_dop_operator_3: ["example_branch_dop_operator_v3"],
  example_latest_only: ["latest_only"],
  example_latest_only_with_trigger: ["latest_only_with_trigger"],
  example_nested_branch_dag: ["example_nested_branch_dag"],
  example_setup_teardown: ["example_setup_teardown"],
  example_setup_teardown_taskflow: ["example_setup_teardown_taskflow"],
  example_short_circuit_decorator: ["example_short_circuit_decorator"],
  example_short_circuit_operator: ["example_short_circuit_operator"],
  example_task_group: ["example_task_group"],
  example_task_group_decorator: ["example_task_group_decorator"],
};

/** Of DAGs of ours, in test/airflow/twins. */
const twins = ["every-edge", "every-role"];
const dagIds = [...Object.values(examples).flat(), ...twins];

/** Airflow 2's dag.test() makes a run of the schedule, Airflow 3's one that somebody started. */
const differs = (version: string, dagId: string) =>
  version.startsWith("2.") && dagId.startsWith("latest_only");

/** A Monday. */
const date = "2024-01-01";

let project: TestProject;
const locally = new Map<string, End>();

beforeAll(async () => {
  project = await TestProject.create("examples");
  await cp(
    path.join(import.meta.dirname, "../fixtures/groups/dags-ts"),
    path.join(project.folder, "dags-ts"),
    {
      recursive: true,
    },
  );
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  for (const dagId of dagIds) {
    expect(
      await project.windsock("run", dagId, "--from", `${date}T00:00`, "--to", `${date}T00:00`),
    ).toMatchObject({ exitCode: 0 });
    const lines = (await readFile(path.join(project.folder, "out/state", `${dagId}.jsonl`), "utf8")).trim();
    const records = lines.split("\n").map((line) => JSON.parse(line));
    const tasks = records.flatMap(({ kind, taskId, state }) => (kind === "task" ? [[taskId, state]] : []));
    const run = records.find(({ kind }) => kind === "run");
    locally.set(dagId, { state: run.state, tasks: Object.fromEntries(tasks) });
  }
});

afterAll(() => project?.remove());

/** What a version of Airflow says of the DAGs of a folder. */
async function look(python: string, folder: string): Promise<Found> {
  const home = await mkdtemp(path.join(project.folder, "home-"));
  const env = {
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__DAGS_FOLDER: folder,
    AIRFLOW__CORE__LOAD_EXAMPLES: "False",
    PATH: `${path.dirname(python)}:${process.env.PATH}`,
  };
  const script = path.join(import.meta.dirname, "graphs_and_ends.py");
  const { stdout } = await execa(python, [script, folder, JSON.stringify(dagIds), `${date}T00:00:00+00:00`], {
    env,
  });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
}

/** A folder with Airflow's own examples, and the twins. */
async function examplesOf(python: string): Promise<string> {
  const folder = await mkdtemp(path.join(project.folder, "twins-"));
  await cp(path.join(import.meta.dirname, "twins"), folder, { recursive: true });
  const site = path.resolve(path.dirname(python), "../lib");
  for (const name of Object.keys(examples)) {
    const { stdout } = await execa("find", [site, "-path", `*/example_dags/${name}.py`]);
    await cp(stdout.split("\n")[0] ?? "", path.join(folder, `${name}.py`));
  }
  return folder;
}

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`in Airflow ${version}`, () => {
    let ours: Found;
    let theirs: Found;

    beforeAll(async () => {
      const python = airflow?.python ?? "";
      [ours, theirs] = await Promise.all([
        look(python, path.join(project.folder, "generated")),
        look(python, await examplesOf(python)),
      ]);
    });

    test("all files load", () => {
      expect(ours.importErrors).toEqual({});
      expect(theirs.importErrors).toEqual({});
    });

    test.each(dagIds)("%s has the same graph", (dagId) => {
      expect(theirs.graphs).toHaveProperty([dagId]);
      expect(ours.graphs[dagId]).toEqual(theirs.graphs[dagId]);
    });

    test.each(dagIds)("%s ends as the example does, and as it does locally", (dagId) => {
      expect(theirs.ends).toHaveProperty([dagId]);
      expect(ours.ends[dagId]).toEqual(theirs.ends[dagId]);
      if (!differs(version, dagId)) expect(locally.get(dagId)).toEqual(ours.ends[dagId]);
    });
  });
}
