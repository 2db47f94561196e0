// Where DAGs of test/fixtures/examples are not what Airflow's own examples are, or not in each version: all that
// examples.airflow.test.ts does not compare, and why.

/** Paths in what stored_dag.py makes of a DAG, each with the reason. */
type Differences = Readonly<Record<string, Readonly<Record<string, string>>>>;

const today = "the day on which the file is read";

const rescheduled = "is rescheduled here, and waits in the triggerer there";
const ofTheTriggerer = "what only a class has that can wait in the triggerer from the beginning";

/** Sensors whose classes in Airflow could wait in the triggerer. */
const sensors = (later: readonly string[], starting: readonly string[]) =>
  Object.fromEntries([
    ...later.map((task) => [`tasks.${task}.reschedule`, rescheduled]),
    ...starting.map((task) => [`tasks.${task}.start_trigger_args`, ofTheTriggerer]),
  ]);
const asyncTimes = ["fire_immediately_async", "timeout_after_second_date_in_the_future_async"];
const files = ["wait_for_file", "wait_for_file_async"];
const asyncSensors = ["wait_some_seconds_async", ...asyncTimes, "wait_for_file_async"];

/** In every version. A path without a difference fails the test: it is to be removed. */
export const differences: Differences = {
  ...Object.fromEntries(
    [
      "asset_with_extra_by_context",
      "asset_with_extra_by_yield",
      "asset_with_extra_from_classic_operator",
    ].map((dagId) => [
      dagId,
      { [`tasks.${dagId}.outlets`]: "the asset has a name in Airflow 3's example alone" },
    ]),
  ),
  asset2_producer: {
    "tasks.asset2_producer.inlets": "the asset itself here, and what refers to it by its name there",
  },
  example_asset_with_watchers: {
    start_date: "one which Airflow 2 would want beside assets; there is none there",
  },
  example_params_ui_tutorial: {
    "params.date.default": today,
    "params.date_time.default": today,
    "params.time.format":
      "jsonschema, which Airflow checks params with, wants a zone in what has this format",
  },
  example_task_group_mapping: {
    "group.children.op.expand_input": "elements have no names here, and the group's argument has one there",
  },
  example_sensors: sensors(asyncSensors, [
    ...["fire_immediately", "timeout_after_second_date_in_the_future"],
    ...asyncTimes,
    ...files,
  ]),
  example_time_delta_sensor_async: sensors(["wait"], []),
  example_trigger_target_dag: { "params.message": "only params are read from a run's conf here" },
};

const since3 = "the example has it since Airflow 3";
const beforeAll = "the beginning of time, which only Airflow 2's example says";
const runsOfThePast = "not said in the example: true in Airflow 2, false here and in Airflow 3";
const mail = "Airflow 3's example says nothing of mail";

/** What Airflow 2.11's own example has otherwise than that of 3.3, after which ours is written; in place of the above. */
export const differences2: Differences = {
  asset_with_extra_by_context: { start_date: beforeAll },
  asset_with_extra_by_yield: { start_date: beforeAll },
  asset_with_extra_from_classic_operator: { start_date: beforeAll },
  consume_1_and_2_with_asset_expressions: { catchup: runsOfThePast },
  consume_1_or_2_with_asset_expressions: { catchup: runsOfThePast },
  consume_1_or_both_2_and_3_with_asset_expressions: { catchup: runsOfThePast },
  example_dynamic_task_mapping: { catchup: runsOfThePast },
  example_external_task_marker_child: { schedule: "the example has none in Airflow 2" },
  example_params_ui_tutorial: { params: "the example has others in Airflow 2" },
  example_sensors: sensors(asyncSensors, [...asyncTimes, ...files]),
  read_asset_event: { start_date: beforeAll },
  read_asset_event_from_classic: { start_date: beforeAll },
  tutorial: {
    default_args: mail,
    ...Object.fromEntries(
      ["print_date", "sleep", "templated"].flatMap((task) =>
        ["email", "email_on_failure", "email_on_retry"].map((name) => [`tasks.${task}.${name}`, mail]),
      ),
    ),
  },
};

const asyncSleeps = [0, 1, 2, 3, 4].map((i) => `async_sleep_for_${i}`);

/** Tasks that the examples have since Airflow 3; the DAGs without them are compared with those of Airflow 2. */
export const newTasks: Readonly<Record<string, readonly string[]>> = {
  example_bash_decorator: ["describe_dag_folder", "show_dag_folder_stats"],
  example_bash_operator: ["describe_dag_folder", "show_dag_folder_stats"],
  example_python_decorator: asyncSleeps,
  example_python_operator: asyncSleeps,
};

/** DAGs that Airflow 2.11 has no example of. */
export const newDags: Readonly<Record<string, string>> = {
  asset1_producer: since3,
  asset2_producer: since3,
  child_dag: since3,
  consumes_asset_decorator: since3,
  example_asset_with_watchers: since3,
  example_dag_decorator: "writes a mail in Airflow 2: another DAG",
  example_external_task: since3,
  example_failed_dag: since3,
  example_measurement_correction_decorator: since3,
  example_measurement_correction_operator: since3,
  example_simplest_dag: since3,
  example_task_group_mapping: since3,
  example_task_mapping_second_order: since3,
  team_analytics_producer: since3,
  team_ml_consumer: since3,
};

/** DAGs that are not run at all. */
export const notRun: Readonly<Record<string, string>> = {
  "every-call": "starts and waits for runs that a scheduler must make",
  "every-wait": "waits in a pool that no Airflow has by itself",
  example_external_task: "waits in a triggerer for a run that a scheduler must start",
  example_sensors: "waits an hour in a triggerer for the time that another task waits a second for",
  example_external_task_marker_child: "waits for a group that the example's other DAG does not have",
  tutorial_objectstorage: "asks an API of the Internet, and needs pandas and duckdb in Airflow's Python",
};

const inactive = "another example has this asset by another name, and the one without a name is inactive";

/** Examples of Airflow that fail by themselves, by version; ours succeed. */
export const broken: Readonly<Record<"2" | "3", Readonly<Record<string, string>>>> = {
  2: {
    read_asset_event_from_classic: "its template names Dataset, which templates do not know",
    tutorial_taskflow_templates: "its template is in a file that is not there",
  },
  3: { read_asset_event: inactive, read_asset_event_from_classic: inactive },
};

/** What a run is given. */
export const confs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  example_params_ui_tutorial: { required_field: "ten characters" },
  example_passing_params_via_test_command: { foo: "bar" },
  example_trigger_target_dag: { message: "Hello" },
};

/** When a run is locally, of a DAG whose schedule has none on the day of the others. */
export const dates: Readonly<Record<string, string>> = {
  conditional_asset_and_time_based_timetable: "2024-01-03T01:00",
};
