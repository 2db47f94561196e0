// Every option of the SDK, as a real scheduler reads it from the metadata database.
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { triggerRules } from "../../src/model/dag/trigger-rule.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment, oldestAirflow } from "../services/python.ts";

const repository = path.resolve(import.meta.dirname, "../..");

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
  is_paused_upon_creation: false,
  max_consecutive_failed_dag_runs: 5,
  owner_links: { "data-team": "https://example.com/data", someone: "mailto:someone@example.com" },
  access_control: { analyst: { DAGs: ["can_edit", "can_read"] }, guest: { DAGs: ["can_read"] } },
  tags: ["one", "two"],
  doc_md: "# Every option\n\nSpelled out.\n",
};

/** By DAG: the timetable that its schedule became. Never one of those that know no data intervals. */
const scheduleConformance: Readonly<Record<string, Attributes>> = {
  "every-option": {
    type: "CronDataIntervalTimetable",
    expression: "30 6 * * 1-5",
    timezone: "Europe/Zurich",
  },
  hourly: { type: "CronDataIntervalTimetable", expression: "0 * * * *", timezone: "America/New_York" },
  every: { type: "DeltaDataIntervalTimetable", delta: 5_400 },
  once: { type: "OnceTimetable" },
  none: { type: "NullTimetable" },
  empty: { type: "NullTimetable" },
  "user-s3-to-redshift": { type: "CronDataIntervalTimetable", expression: "0 0 * * *", timezone: "UTC" },
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
  weight_rule: ["upstream", "absolute"],
  max_active_tis_per_dag: [2, 6],
  max_active_tis_per_dagrun: [1, 3],
  wait_for_downstream: [false, true],
  ignore_first_depends_on_past: [true, false],
  wait_for_past_depends_before_skipping: [false, true],
  run_as_user: ["worker", "airflow"],
  start_date: ["2026-01-31T23:00:00+00:00", "2026-01-05T05:30:00+00:00"],
  end_date: ["2026-03-01T11:00:00+00:00", "2026-12-30T23:00:00+00:00"],
  doc: ["Works.", null],
  doc_rst: ["Works, ``really``.", null],
  doc_json: ['{"works": true}', null],
  doc_yaml: ["works: true", null],
  ui_color: ["#fff3e0", "#e8f7e4"],
  ui_fgcolor: ["navy", "#000"],
  trigger_rule: ["none_failed_min_one_success", "all_success"],
};

/** Airflow 2.11 and 3.0 do not know it. */
const youngestRule = "all_done_min_one_success";

/** A task for each of some trigger rules. */
function rulesDag(dagId: string, rules: readonly string[]): string {
  const tasks = rules.map((rule) => `dag.empty("${rule}", { triggerRule: "${rule}" });`);
  const dag = `const dag = new Dag("${dagId}", { startDate: "2026-01-01" });`;
  return ['import { Dag } from "windsock";', dag, ...tasks, "export default dag;", ""].join("\n");
}

const fastDag = `import { Dag } from "windsock";
const dag = new Dag("fast", { failFast: true });
dag.empty("work", { executor: "LocalExecutor" });
export default dag;
`;

/** What Airflow 2 does not know. */
const youngestDag = `import { Dag } from "windsock";
const dag = new Dag("youngest-options", { disableBundleVersioning: true, rerunWithLatestVersion: true });
const group = dag.taskGroup("group", { displayName: "A group ✨", doc: "Of one." });
group.empty("work", { retryExponentialBackoff: 3 });
export default dag;
`;

const lateDag = `import { Dag } from "windsock";
const callback = () => undefined;
const dag = new Dag("late", {
  deadline: [
    { name: "an hour", reference: "dagrun_queued_at", interval: { hours: 1 }, callback },
    { reference: { averageRuntime: { maxRuns: 7, minRuns: 2 } }, interval: { minutes: 5 }, callback },
    { reference: { fixedDatetime: "2026-01-31T06:00" }, interval: {}, callback },
  ],
});
export default dag;
`;

interface Stored {
  readonly importErrors: Readonly<Record<string, string>>;
  readonly dags: Readonly<
    Record<string, Attributes & { readonly tasks: Readonly<Record<string, Attributes>> }>
  >;
}

let project: TestProject;
let home: string;

beforeAll(async () => {
  project = await TestProject.create("every-option");
  const source = await project.read("dags-ts/every-option.ts");
  const withHeir = source.replace("export default", 'dag.empty("inherits");\n\nexport default');
  await project.write({
    "dags-ts/every-option.ts": withHeir,
    "dags-ts/rules.ts": rulesDag(
      "rules",
      triggerRules.filter((rule) => rule !== youngestRule),
    ),
    // Otherwise the build would refuse the rule.
    "windsock.config.ts": 'export default { airflow: ["3.3"] };\n',
    "dags-ts/youngest-rule.ts": rulesDag("youngest-rule", [youngestRule]),
    "dags-ts/fast.ts": fastDag,
    "dags-ts/youngest-options.ts": youngestDag,
    "dags-ts/late.ts": lateDag,
  });
  await cp(path.join(repository, "test/fixtures/schedules/dags-ts"), path.join(project.folder, "dags-ts"), {
    recursive: true,
  });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  // Another project in the same Airflow.
  const generated = path.join(project.folder, "generated");
  await cp(path.join(repository, "generated"), path.join(generated, "real-estate"), { recursive: true });
  home = await mkdtemp(path.join(project.folder, "home-"));
});

afterAll(() => project?.remove());

for (const version of [...airflowVersions, oldestAirflow] as const) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`Airflow ${version} reads`, () => {
    let stored: Stored;
    const dag = () => stored.dags["every-option"];

    beforeAll(async () => {
      const lists = [Object.keys(dagConformance), Object.keys(taskConformance)];
      const script = path.join(import.meta.dirname, "read_serialised.py");
      const folder = path.join(project.folder, "generated");
      const folderOfVersion = path.join(home, version);
      await mkdir(folderOfVersion);
      const { stdout } = await execa(
        airflow?.python ?? "",
        [script, folder, ...lists.map((names) => JSON.stringify(names))],
        {
          env: {
            AIRFLOW_HOME: folderOfVersion,
            AIRFLOW__CORE__LOAD_EXAMPLES: "False",
            AIRFLOW__CORE__EXECUTOR: "LocalExecutor",
          },
        },
      );
      stored = JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
      await rm(folderOfVersion, { recursive: true });
    });

    test("all DAG files, of both projects, without an error but that of a rule it does not know", () => {
      const { importErrors } = stored;
      if (!version.startsWith("2.")) return expect(importErrors).toEqual({});
      expect(Object.keys(importErrors).sort()).toEqual([
        "late.py",
        "youngest_options.py",
        "youngest_rule.py",
      ]);
      expect(importErrors["youngest_options.py"]).toContain("unexpected keyword argument");
      expect(importErrors["youngest_rule.py"]).toMatch(
        /trigger_rule must be one of .*'all_done_min_one_success'/,
      );
    });

    test.each(Object.entries(dagConformance))("the DAG's %s as it was written", (name, expected) => {
      expect(dag()?.[name]).toEqual(expected);
    });

    test.each(Object.entries(scheduleConformance))(
      "the schedule of %s as it was written",
      (dagId, expected) => {
        expect(stored.dags[dagId]?.timetable).toEqual(expected);
      },
    );

    test("the DAG's params as they were written", () => {
      expect(dag()?.params).toEqual(params);
    });

    test("all trigger rules", () => {
      const tasks = { ...stored.dags.rules?.tasks, ...stored.dags["youngest-rule"]?.tasks };
      const known = triggerRules.filter((rule) => rule !== youngestRule || !version.startsWith("2."));
      expect(Object.keys(tasks).sort()).toEqual([...known].sort());
      for (const [taskId, task] of Object.entries(tasks)) expect(task.trigger_rule).toBe(taskId);
    });

    test("what fails fast, and which executor runs it", () => {
      // Airflow 2 stores none of it: its workers read the DAG file.
      const stops = !version.startsWith("2.");
      expect(stored.dags.fast).toMatchObject({
        fail_fast: stops,
        tasks: { work: { executor: "LocalExecutor" } },
      });
      expect(dag()?.fail_fast).toBe(false);
    });

    test.skipIf(version.startsWith("2."))("what only it knows", () => {
      const youngest = stored.dags["youngest-options"];
      expect(youngest).toMatchObject({ disable_bundle_versioning: true, rerun_with_latest_version: true });
      expect(youngest?.tasks["group.work"]?.retry_exponential_backoff).toBe(3);
      expect(youngest?.groups).toEqual({ group: { group_display_name: "A group ✨", doc_md: "Of one.\n" } });
    });

    test.skipIf(version.startsWith("2."))("deadlines, whose callback it finds in the DAG file", () => {
      const called = {
        path: expect.stringMatching(/^unusual_prefix_.*\.missed_deadline$/),
        kwargs: { name: "dag.deadline" },
      };
      expect(stored.dags.late?.deadline).toEqual([
        ["an hour", { reference_type: "DagRunQueuedAtDeadline" }, 3600, called],
        [null, { reference_type: "AverageRuntimeDeadline", max_runs: 7, min_runs: 2 }, 300, called],
        [null, { reference_type: "FixedDatetimeDeadline", datetime: 1769839200 }, 0, called],
      ]);
    });

    test.each(Object.entries(taskConformance))("a task's %s, its own and the DAG's", (name, expected) => {
      const found = [dag()?.tasks.work?.[name], dag()?.tasks.inherits?.[name]];
      // Airflow 3 keeps the factor, where Airflow 2 keeps whether there is one.
      expect(name === "retry_exponential_backoff" ? found.map(Boolean) : found).toEqual(expected);
    });
  });
}
