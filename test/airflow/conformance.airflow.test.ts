// Every option of the SDK, as a real scheduler reads it from the metadata database.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../dags-ts/local/airflow/environment.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** What test/fixtures/every-option says, in Airflow's names; durations in seconds. */
const dagConformance: Attributes = {
  dag_id: "every-option",
  dag_display_name: "Every option ✨",
  description: "Every option there is.",
  start_date: "2026-01-05T05:30:00+00:00",
  end_date: "2026-12-30T23:00:00+00:00",
  catchup: true,
  max_active_runs: 4,
  max_active_tasks: 8,
  dagrun_timeout: 10_800,
  tags: ["one", "two"],
  doc_md: "# Every option\n\nSpelled out.\n",
};

const timetable = {
  type: "CronDataIntervalTimetable",
  expression: "30 6 * * 1-5",
  timezone: "Europe/Zurich",
};

const params = {
  threshold: {
    value: 0.5,
    description: "Share between 0 and 1",
    schema: { type: "number", minimum: 0, maximum: 1 },
  },
  mode: { value: "fast", description: null, schema: { type: "string", enum: ["fast", "exact"] } },
  tables: { value: ["listings"], description: null, schema: { type: "array", items: { type: "string" } } },
  note: { value: null, description: null, schema: { type: ["string", "null"] } },
  since: { value: null, description: null, schema: { type: ["string", "null"], format: "date" } },
  until: { value: "2026-12-31", description: null, schema: { type: "string", format: "date" } },
};

/** By attribute: what the task itself says, and what a task has that only inherits the DAG's defaults. */
const taskConformance: Readonly<Record<string, readonly [own: unknown, inherited: unknown]>> = {
  task_display_name: ["Work, really", "inherits"],
  operator_name: ["WorkOperator", "EmptyOperator"],
  doc_md: ["Works.\n", null],
  owner: ["someone", "data-team"],
  email: [["someone@example.com", "else@example.com"], ["data@example.com"]],
  email_on_failure: [false, true],
  email_on_retry: [true, false],
  depends_on_past: [false, true],
  retries: [0, 2],
  retry_delay: [0.5, 150],
  retry_exponential_backoff: [false, true],
  max_retry_delay: [600, 3_600],
  execution_timeout: [90, 86_400],
  pool: ["own", "shared"],
  pool_slots: [1, 2],
  queue: ["light", "heavy"],
  priority_weight: [-1, 5],
  trigger_rule: ["none_failed_min_one_success", "all_success"],
};

let project: TestProject;
let home: string;

beforeAll(async () => {
  project = await TestProject.create("every-option");
  const source = await project.read("dags-ts/every-option.ts");
  const withHeir = source.replace("export default", 'dag.empty("inherits");\n\nexport default');
  await project.write({ "dags-ts/every-option.ts": withHeir });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  home = await mkdtemp(path.join(project.folder, "home-"));
});

afterAll(() => project?.remove());

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`Airflow ${version} reads`, () => {
    let dag: Attributes & { readonly tasks: Readonly<Record<string, Attributes>> };

    beforeAll(async () => {
      const lists = [Object.keys(dagConformance), Object.keys(taskConformance)];
      const script = path.join(import.meta.dirname, "read_serialised.py");
      const folder = path.join(project.folder, "generated");
      const folderOfVersion = path.join(home, version);
      await mkdir(folderOfVersion);
      const { stdout } = await execa(
        airflow?.python ?? "",
        [script, folder, ...lists.map((names) => JSON.stringify(names))],
        { env: { AIRFLOW_HOME: folderOfVersion, AIRFLOW__CORE__LOAD_EXAMPLES: "False" } },
      );
      dag = JSON.parse(stdout.slice(stdout.lastIndexOf("\n")))["every-option"];
      await rm(folderOfVersion, { recursive: true });
    });

    test.each(Object.entries(dagConformance))("the DAG's %s as it was written", (name, expected) => {
      expect(dag[name]).toEqual(expected);
    });

    test("the DAG's schedule and params as they were written", () => {
      expect(dag.timetable).toEqual(timetable);
      expect(dag.params).toEqual(params);
    });

    test.each(Object.entries(taskConformance))("a task's %s, its own and the DAG's", (name, expected) => {
      const found = [dag.tasks.work?.[name], dag.tasks.inherits?.[name]];
      // Airflow 3 keeps the factor, where Airflow 2 keeps whether there is one.
      expect(name === "retry_exponential_backoff" ? found.map(Boolean) : found).toEqual(expected);
    });
  });
}
