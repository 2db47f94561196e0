// Parameters of Airflow's DAG and BaseOperator that are no options here: said by Windsock itself, or left out for a reason.

/** By their names in Python, what is in their place or why nothing is; in words that a sentence can end with. */
type Reasons = Readonly<Record<string, string>>;

const untemplated =
  "text is composed by expressions in TypeScript, which no template file, filter or Jinja setting changes";
const typed = "what is passed to a task is JSON already, with its types";

/** Of a DAG. */
export const leftOutOfDags: Reasons = {
  auto_register: "a DAG is what a module exports by default",
  concurrency: "it is the old name of `max_active_tasks`",
  default_view: "it is of Airflow 2's UI alone, whose users choose it there",
  full_filepath: "it is deprecated, and nothing reads it",
  jinja_environment_kwargs: untemplated,
  orientation: "it is of Airflow 2's UI alone, whose users choose it there",
  render_template_as_native_obj: typed,
  schedule_interval: "it is the old name of `schedule`",
  sla_miss_callback: "Airflow 3 has no SLAs",
  task_group: "tasks that are in no group are in the DAG's own",
  template_searchpath: untemplated,
  template_undefined: untemplated,
  timetable: "it is the old name of `schedule`",
  user_defined_filters: untemplated,
};

/** Of a task. */
export const leftOutOfTasks: Reasons = {
  allow_nested_operators: "the code of a task is in TypeScript, and makes no operators of Python",
  default_args: "`defaults` are said of the DAG, or of a group",
  do_xcom_push: "what a task returns is pushed; return nothing where nothing is to be",
  logger_name: "Airflow's log has what a task prints under one name",
  map_index_template: "`mapIndexTemplate` of a mapped task, or of a mapped group, names its instances",
  params: "a task is given its values as input",
  post_execute: "it is a function of Python; `onSuccess` is called after the task",
  render_template_as_native_obj: typed,
  resources: "no executor heeds it",
  retry_policy:
    "it decides by the class of a Python exception, and errors of tasks in TypeScript are all of one. `AirflowFailException` says that no retry will help",
  sla: "Airflow 3 has no SLAs. `executionTimeout` and `dagrunTimeout` bound how long tasks and runs take",
  task_concurrency: "it is the old name of `max_active_tis_per_dag`",
};

/** What Windsock says itself, of DAGs and of tasks. */
export const saidByWindsock: Readonly<Record<"dag" | "task", ReadonlySet<string>>> = {
  dag: new Set(["dag_id", "fail_fast", "fail_stop", "user_defined_macros"]),
  task: new Set(["dag", "pre_execute", "task_group", "task_id"]),
};
