// Airflow's own examples, written for Windsock: the same graphs in Airflow, and the same ends there and locally.
import { chmod, cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";
import {
  broken,
  confs,
  dates,
  differences,
  differences2,
  newDags,
  newTasks,
  notRun,
} from "./examples-differ.ts";
import { type End, type Found, type Graph, graphsAndEnds, sitePackages } from "./graphs-and-ends.ts";
import { localEnd } from "./local-ends.ts";
import { isItems, withoutItems, withoutPaths, withoutTasks } from "./parts-of-a-graph.ts";

/**
 * By module of Airflow's examples: the DAGs of it that are in test/fixtures/examples, or in examples-of-airflow-3, where
 * they say what no Airflow 2 knows.
 */
const examples: Readonly<Record<string, readonly string[]>> = {
  example_asset_alias: [
    "asset_alias_example_alias_consumer",
    "asset_alias_example_alias_producer",
    "asset_s3_bucket_consumer",
    "asset_s3_bucket_producer",
  ],
  example_asset_alias_with_no_taskflow: [
    "asset_alias_example_alias_consumer_with_no_taskflow",
    "asset_alias_example_alias_producer_with_no_taskflow",
    "asset_s3_bucket_consumer_with_no_taskflow",
    "asset_s3_bucket_producer_with_no_taskflow",
  ],
  example_asset_allow_teams: ["team_analytics_producer", "team_ml_consumer"],
  example_asset_decorator: ["asset1_producer", "asset2_producer", "consumes_asset_decorator"],
  example_asset_with_watchers: ["example_asset_with_watchers"],
  example_assets: [
    "asset_consumes_1",
    "asset_consumes_1_and_2",
    "asset_consumes_1_never_scheduled",
    "asset_consumes_unknown_never_scheduled",
    "asset_produces_1",
    "asset_produces_2",
    "conditional_asset_and_time_based_timetable",
    "consume_1_and_2_with_asset_expressions",
    "consume_1_or_2_with_asset_expressions",
    "consume_1_or_both_2_and_3_with_asset_expressions",
  ],
  example_bash_decorator: ["example_bash_decorator"],
  example_bash_operator: ["example_bash_operator"],
  example_branch_datetime_operator: [
    "example_branch_datetime_operator",
    "example_branch_datetime_operator_2",
    "example_branch_datetime_operator_3",
  ],
  example_branch_day_of_week_operator: ["example_weekday_branch_operator"],
  example_branch_labels: ["example_branch_labels"],
  example_branch_operator: ["example_branch_operator"],
  example_branch_operator_decorator: ["example_branch_python_operator_decorator"],
  example_branch_python_dop_operator_3: ["example_branch_dop_operator_v3"],
  example_complex: ["example_complex"],
  example_dag_decorator: ["example_dag_decorator"],
  example_display_name: ["example_display_name"],
  example_dynamic_task_mapping: [
    "example_dynamic_task_mapping",
    "example_task_group_mapping",
    "example_task_mapping_second_order",
  ],
  example_dynamic_task_mapping_with_no_taskflow_operators: [
    "example_dynamic_task_mapping_with_no_taskflow_operators",
  ],
  example_external_task_child_deferrable: ["child_dag"],
  example_external_task_marker_dag: ["example_external_task_marker_child"],
  example_external_task_parent_deferrable: ["example_external_task"],
  example_failed_dag: ["example_failed_dag"],
  // Before those who read what they write.
  example_outlet_event_extra: [
    "asset_with_extra_by_context",
    "asset_with_extra_by_yield",
    "asset_with_extra_from_classic_operator",
  ],
  example_inlet_event_extra: ["read_asset_event", "read_asset_event_from_classic"],
  example_latest_only: ["latest_only"],
  example_latest_only_with_trigger: ["latest_only_with_trigger"],
  example_measurement_correction_decorator: ["example_measurement_correction_decorator"],
  example_measurement_correction_operator: ["example_measurement_correction_operator"],
  example_nested_branch_dag: ["example_nested_branch_dag"],
  example_params_trigger_ui: ["example_params_trigger_ui"],
  example_params_ui_tutorial: ["example_params_ui_tutorial"],
  example_passing_params_via_test_command: ["example_passing_params_via_test_command"],
  example_python_decorator: ["example_python_decorator"],
  example_python_operator: ["example_python_operator"],
  example_sensor_decorator: ["example_sensor_decorator"],
  example_sensors: ["example_sensors"],
  example_setup_teardown: ["example_setup_teardown"],
  example_setup_teardown_taskflow: ["example_setup_teardown_taskflow"],
  example_short_circuit_decorator: ["example_short_circuit_decorator"],
  example_short_circuit_operator: ["example_short_circuit_operator"],
  example_simplest_dag: ["example_simplest_dag"],
  example_skip_dag: ["example_skip_dag"],
  example_task_group: ["example_task_group"],
  example_task_group_decorator: ["example_task_group_decorator"],
  example_time_delta_sensor_async: ["example_time_delta_sensor_async"],
  example_trigger_controller_dag: ["example_trigger_controller_dag"],
  example_trigger_target_dag: ["example_trigger_target_dag"],
  example_xcom: ["example_xcom"],
  example_xcomargs: ["example_xcom_args", "example_xcom_args_with_operators"],
  tutorial: ["tutorial"],
  tutorial_dag: ["tutorial_dag"],
  tutorial_objectstorage: ["tutorial_objectstorage"],
  tutorial_taskflow_api: ["tutorial_taskflow_api"],
  tutorial_taskflow_api_virtualenv: ["tutorial_taskflow_api_virtualenv"],
  tutorial_taskflow_templates: ["tutorial_taskflow_templates"],
};

/** Of DAGs of ours, and of that of the official TypeScript SDK, in test/airflow/twins. */
const twins = [
  ...["every-call", "every-edge", "every-mapping", "every-role", "every-wait"],
  "typescript_native_example",
];
const dagIds = [...Object.values(examples).flat(), ...twins];
const runIds = dagIds.filter((dagId) => !(dagId in notRun));

/** Those that say what no Airflow 2 knows. */
const only3 = ["example_asset_allow_teams", "example_asset_decorator", "example_asset_with_watchers"].flatMap(
  (name) => examples[name] ?? [],
);

/** Airflow 2's dag.test() makes a run of the schedule, Airflow 3's one that somebody started. */
const differs = (version: string, dagId: string) =>
  version.startsWith("2.") && dagId.startsWith("latest_only");

/** A Monday. */
const date = "2024-01-01";
const env = {
  FIXED_NOW: `${date}T16:00:00+00:00`,
  NODE_OPTIONS: `--require ${JSON.stringify(path.join(import.meta.dirname, "fixed-circumstances.cjs"))}`,
};

/** Says where a request comes from, as a site does that an example asks. */
const site = createServer((_request, response) => response.end(JSON.stringify({ origin: "127.0.0.1" })));
const runs: Record<string, Readonly<Record<string, string>>> = {};

let project: TestProject;
/** The same, and what only Airflow 3 has. */
let project3: TestProject;
const locally = new Map<string, End>();

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  for (const dagId of runIds) runs[dagId] = confs[dagId] ?? {};
  runs.example_dag_decorator = { url: `http://127.0.0.1:${(site.address() as AddressInfo).port}/get` };
  project = await TestProject.create("examples");
  const groups = path.join(import.meta.dirname, "../fixtures/groups/dags-ts");
  await cp(groups, path.join(project.folder, "dags-ts"), { recursive: true });
  const sensors = path.join(import.meta.dirname, "../fixtures/sensors/dags-ts");
  await cp(sensors, path.join(project.folder, "dags-ts"), { recursive: true });
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
  project3 = await project.copy();
  const newer = path.join(import.meta.dirname, "../fixtures/examples-of-airflow-3/dags-ts");
  await cp(newer, path.join(project3.folder, "dags-ts"), { recursive: true });
  await project3.write({ "windsock.config.ts": 'export default { airflow: ["3.3"] };\n' });
  expect(await project3.windsock("build")).toMatchObject({ exitCode: 0 });
  for (const dagId of runIds) {
    const model = JSON.parse(await project3.read(`generated/bundles/${dagId}/dag.json`));
    const given = Object.entries(runs[dagId] ?? {}).filter(([name]) => name in model.params);
    locally.set(
      dagId,
      await localEnd(project3.folder, dagId, dates[dagId] ?? `${date}T00:00`, Object.fromEntries(given), env),
    );
  }
});

afterAll(async () => {
  site.close();
  await project?.remove();
  await project3?.remove();
});

/** A folder with commands that take the place of others: `sleep` does not wait, and `virtualenv` is there. */
async function commands(): Promise<string> {
  const folder = await mkdtemp(path.join(project.folder, "commands-"));
  for (const name of ["sleep", "virtualenv"]) {
    await writeFile(path.join(folder, name), "#!/bin/sh\n");
    await chmod(path.join(folder, name), 0o755);
  }
  return folder;
}

/** A folder with Airflow's own examples, and the twins. */
async function examplesOf(python: string): Promise<string> {
  const folder = await mkdtemp(path.join(project.folder, "twins-"));
  await cp(path.join(import.meta.dirname, "twins"), folder, { recursive: true });
  const site = path.join(await sitePackages(python), "airflow");
  const { stdout } = await execa("find", [site, "-path", "*/example_dags/*", "-name", "*.[ps][yq]*"]);
  for (const file of stdout.split("\n")) {
    const name = path.basename(file);
    if (file.endsWith(".sql")) await cp(file, path.join(folder, "sql", name));
    // Airflow 2 calls assets datasets, in its examples' ids and URIs as well; not so its own modules and arguments.
    const called = name.replace("dataset", "asset");
    if (!(path.basename(called, ".py") in examples)) continue;
    const text = await readFile(file, "utf8");
    await writeFile(
      path.join(folder, called),
      text.replaceAll(/(?<!airflow\.|timetables\.)dataset(?!s=)/g, "asset"),
    );
  }
  return folder;
}

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);
  const major = version.startsWith("2.") ? "2" : "3";
  const here = dagIds.filter((dagId) => major === "3" || !(dagId in newDags));

  describe.skipIf(!airflow)(`in Airflow ${version}`, () => {
    let ours: Found;
    let theirs: Found;

    beforeAll(async () => {
      const python = airflow?.python ?? "";
      const same = { python, runs, date, env, scratch: project.folder, commands: await commands() };
      [ours, theirs] = await Promise.all([
        graphsAndEnds({
          ...same,
          folder: path.join((major === "2" ? project : project3).folder, "generated"),
        }),
        graphsAndEnds({ ...same, folder: await examplesOf(python) }),
      ]);
    });

    /** What is compared of a graph, ours or theirs, in this version. */
    const compared = (dagId: string, graph: Graph | undefined, left: readonly string[]) => {
      if (graph === undefined) return undefined;
      const without = withoutTasks(withoutItems(graph), major === "2" ? (newTasks[dagId] ?? []) : []);
      // Few of Airflow 2's examples have this tag.
      const tags = graph.tags.filter((tag) => major === "3" || tag !== "example");
      return withoutPaths({ ...without, tags }, left);
    };

    test("all files load", () => {
      expect(ours.importErrors).toEqual({});
      expect(theirs.importErrors).toEqual({});
    });

    test.each(here)("%s has the same graph", (dagId) => {
      const paths = Object.keys((major === "2" && differences2[dagId]) || (differences[dagId] ?? {}));
      expect(theirs.graphs).toHaveProperty([dagId]);
      expect(compared(dagId, ours.graphs[dagId], paths)).toEqual(
        compared(dagId, theirs.graphs[dagId], paths),
      );
      for (const left of paths) {
        const others = paths.filter((each) => each !== left);
        expect(compared(dagId, ours.graphs[dagId], others)).not.toEqual(
          compared(dagId, theirs.graphs[dagId], others),
        );
      }
    });

    test.each(here.filter((dagId) => dagId in runs && !(dagId in broken[major])))(
      "%s ends as the example does",
      (dagId) => {
        const end = ours.ends[dagId];
        const newer = major === "2" ? (newTasks[dagId] ?? []) : [];
        const tasks = Object.entries(end?.tasks ?? {}).filter(
          ([taskId]) => !newer.includes(taskId) && !isItems(taskId),
        );
        expect(theirs.ends).toHaveProperty([dagId]);
        expect({ ...end, tasks: Object.fromEntries(tasks) }).toEqual(theirs.ends[dagId]);
      },
    );

    test.each(runIds.filter((dagId) => major === "3" || !only3.includes(dagId)))(
      "%s ends as it does locally",
      (dagId) => {
        if (!differs(version, dagId)) expect(locally.get(dagId)).toEqual(ours.ends[dagId]);
      },
    );

    test.each(here.filter((dagId) => dagId in broken[major]))(
      "%s fails in Airflow's own example",
      (dagId) => {
        expect(theirs.ends[dagId]).toMatchObject({ state: "failed" });
      },
    );
  });
}
