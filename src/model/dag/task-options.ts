// Every option of a task: the one place where an option is added.
import * as z from "zod";
import { outletSchema } from "./asset-schema.ts";
import { CallbackModel } from "./callback.ts";
import { executorConfig } from "./executor-config.ts";
import { keyProblem } from "./key.ts";
import { databaseInteger, databaseText, option, seconds, shapeOf, taskOption } from "./option.ts";
import { triggerRules } from "./trigger-rule.ts";

const noMail = { heeded: false, because: "sends no mail" } as const;
const callbacks = {
  kind: "task_callbacks",
  schema: z.array(CallbackModel).readonly(),
  since: "2.10",
  local: { heeded: true, default: [] },
} as const;
const noPools = { heeded: false, because: "has no pools; `--jobs` bounds what runs at once" } as const;

const noOldUi = { heeded: false, because: "has no UI that would show it" } as const;

const weightRules = ["downstream", "upstream", "absolute"] as const;

/** Of a Python class: `acme.priorities.OldestFirst`. */
const pythonPath = z
  .templateLiteral([z.string(), ".", z.string()])
  .refine((path) => /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)+$/u.test(path), {
    error: `Airflow has ${weightRules.map((rule) => JSON.stringify(rule)).join(", ")}, and classes by their paths`,
  });

/** Options a task has and a DAG can set for all its tasks. Airflow's own defaults apply where nothing is said. */
export const taskOptions = {
  /** Who answers for the task; shown in the UI. @default "airflow" */
  owner: taskOption({
    python: "owner",
    kind: "plain",
    schema: databaseText(500),
    since: "2.10",
    local: { heeded: false, because: "knows no users" },
  }),
  /** Who is told of failures and retries. */
  email: taskOption({
    python: "email",
    kind: "plain",
    schema: z.array(z.string()).readonly(),
    since: "2.10",
    local: noMail,
  }),
  /** Writes to `email` when the task fails. @default true */
  emailOnFailure: taskOption({
    python: "email_on_failure",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: noMail,
  }),
  /** Writes to `email` when a try fails and another one follows. @default true */
  emailOnRetry: taskOption({
    python: "email_on_retry",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: noMail,
  }),
  /** Runs only when the same task succeeded in the run before. @default false */
  dependsOnPast: taskOption({
    python: "depends_on_past",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: true, default: false },
  }),
  /** Tries after the first one. @default 0 */
  retries: taskOption({
    python: "retries",
    kind: "plain",
    schema: databaseInteger.nonnegative(),
    since: "2.10",
    local: { heeded: true, default: 0 },
  }),
  /** Wait between two tries. @default 5 minutes */
  retryDelay: taskOption({
    python: "retry_delay",
    kind: "duration",
    schema: seconds,
    since: "2.10",
    local: { heeded: true, default: 300 },
  }),
  /** Multiplies the wait with each try: by two, or by a number, which needs Airflow 3.2. @default false */
  retryExponentialBackoff: taskOption({
    python: "retry_exponential_backoff",
    kind: "plain",
    schema: z.union([z.boolean(), z.number().min(1)]),
    since: "2.10",
    later: { number: "3.2" },
    local: { heeded: true, default: false },
  }),
  /** Longest wait that exponential back-off reaches. @default 1 day */
  maxRetryDelay: taskOption({
    python: "max_retry_delay",
    kind: "duration",
    schema: seconds,
    since: "2.10",
    local: { heeded: true, default: 86_400 },
  }),
  /** A try that takes longer fails. @default no limit */
  executionTimeout: taskOption({
    python: "execution_timeout",
    kind: "duration",
    schema: seconds.positive(),
    since: "2.10",
    local: { heeded: true, default: null },
  }),
  /** The pool whose slots it takes. @default "default_pool" */
  pool: taskOption({
    python: "pool",
    kind: "plain",
    // Airflow 3 takes any name.
    schema: z.string().refine((name) => keyProblem(name) === undefined, {
      error: "Airflow 2 takes letters, digits, dashes, dots and underscores, 250 at most",
    }),
    since: "2.10",
    local: noPools,
  }),
  /** How many slots of its pool it takes. @default 1 */
  poolSlots: taskOption({
    python: "pool_slots",
    kind: "plain",
    schema: databaseInteger.positive(),
    since: "2.10",
    local: noPools,
  }),
  /** Celery queue whose workers take the task. */
  queue: taskOption({
    python: "queue",
    kind: "plain",
    schema: databaseText(256),
    since: "2.10",
    local: { heeded: false, because: "is the only worker" },
  }),
  /** Higher goes first when slots are scarce. @default 1 */
  priorityWeight: taskOption({
    python: "priority_weight",
    kind: "plain",
    schema: z.number().int(),
    since: "2.10",
    local: { heeded: true, default: 1 },
  }),
  /** How `priorityWeight` counts: with the weights of all that comes after the task, or before it, or alone; or the path of a Python class that a plugin of your Airflow registers. @default "downstream" */
  weightRule: taskOption({
    python: "weight_rule",
    kind: "plain",
    schema: z.union([z.enum(weightRules), pythonPath]),
    since: "2.10",
    local: { heeded: false, because: "takes each task's own `priorityWeight`" },
  }),
  /** Instances of the task under way at once, over all runs. @default no limit */
  maxActiveTisPerDag: taskOption({
    python: "max_active_tis_per_dag",
    kind: "plain",
    schema: databaseInteger.positive(),
    since: "2.10",
    local: { heeded: true, default: null },
  }),
  /** Instances of the task under way at once in one run. @default no limit */
  maxActiveTisPerDagrun: taskOption({
    python: "max_active_tis_per_dagrun",
    kind: "plain",
    schema: databaseInteger.positive(),
    since: "2.10",
    local: { heeded: true, default: null },
  }),
  /** Runs only when what directly comes after the same task succeeded in the run before, too; implies `dependsOnPast`. @default false */
  waitForDownstream: taskOption({
    python: "wait_for_downstream",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: true, default: false },
  }),
  /** Whether `dependsOnPast` lets a task run that never ran before. @default Airflow's `ignore_first_depends_on_past_by_default`, true */
  ignoreFirstDependsOnPast: taskOption({
    python: "ignore_first_depends_on_past",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: false, because: "lets the first run be one without a past" },
  }),
  /** With `dependsOnPast`, is skipped only when the run before would let it run. @default false */
  waitForPastDependsBeforeSkipping: taskOption({
    python: "wait_for_past_depends_before_skipping",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: true, default: false },
  }),
  /** Which of the executors that your Airflow has runs the task; Airflow refuses a DAG that names another one. @default the first */
  executor: taskOption({
    python: "executor",
    kind: "plain",
    schema: databaseText(1000),
    since: "2.10",
    local: { heeded: false, because: "is the only executor" },
  }),
  /** What the executor makes of the task: for the KubernetesExecutor `podOverride`, a pod as in a manifest, whose container `base` is the task's, and `podTemplateFile`; for others what they read, by their own names. A `podOverride` needs the Kubernetes provider wherever DAG files are read. */
  executorConfig: taskOption({
    python: "executor_config",
    kind: "executor_config",
    schema: executorConfig,
    since: "2.10",
    local: { heeded: false, because: "is the only executor" },
  }),
  /** The Unix user that runs the task. Airflow's own must be allowed to `sudo`. @default Airflow's `default_impersonation` */
  runAsUser: taskOption({
    python: "run_as_user",
    kind: "plain",
    schema: z.string().min(1),
    since: "2.10",
    local: { heeded: false, because: "runs tasks as whoever started it" },
  }),
  /**
   * When the task runs, given how its upstream tasks ended. `all_done_min_one_success` needs Airflow 3.1.
   *
   * @default "all_success"
   */
  triggerRule: taskOption({
    python: "trigger_rule",
    kind: "plain",
    schema: z.enum(triggerRules),
    since: "2.10",
    later: { all_done_min_one_success: "3.1" },
    local: { heeded: true, default: "all_success" },
  }),
  /** Called when a try is about to begin, which waits for it: one callback or several. */
  onExecute: taskOption({ ...callbacks, python: "on_execute_callback", state: "running" }),
  /** Called when the task has succeeded. */
  onSuccess: taskOption({ ...callbacks, python: "on_success_callback", state: "success" }),
  /** Called when the task has failed and is not tried again. */
  onFailure: taskOption({ ...callbacks, python: "on_failure_callback", state: "failed" }),
  /** Called when a try has failed and another one follows. */
  onRetry: taskOption({ ...callbacks, python: "on_retry_callback", state: "up_for_retry" }),
  /** Called when the task's own code has skipped it; not when a branch or a trigger rule did. */
  onSkipped: taskOption({ ...callbacks, python: "on_skipped_callback", state: "skipped" }),
} as const;

/** Options that only a single task can have. */
export const ownTaskOptions = {
  /** A name for the UI that may hold any character. @default the task's id */
  displayName: option({
    python: "task_display_name",
    kind: "plain",
    schema: databaseText(2000),
    since: "2.10",
    local: { heeded: false, because: "names tasks by their ids" },
  }),
  /**
   * First logical date, wall-clock time in the DAG's time zone. Runs before it are without the task, so that nothing may
   * come after it that waits for it. @default the DAG's
   */
  startDate: option({
    python: "start_date",
    kind: "date",
    schema: z.string(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** Last logical date, as `startDate`. @default the DAG's */
  endDate: option({
    python: "end_date",
    kind: "date",
    schema: z.string(),
    since: "2.10",
    local: { heeded: true },
  }),
  /**
   * Pushes each field of the object that it returns as an XCom of its own as well, under the field's name: for Airflow's UI and for
   * Python tasks. @default false
   */
  multipleOutputs: option({
    python: "multiple_outputs",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: true, default: false },
  }),
  /** Assets it reads; shown in the UI. Their events are what it can have with `inlet_events`. */
  inlets: option({
    python: "inlets",
    kind: "inlets",
    schema: z.array(outletSchema).readonly(),
    initial: [],
    since: "2.10",
    local: { heeded: true },
  }),
  /** Assets that its success updates. Their events carry what it returns. */
  outlets: option({
    python: "outlets",
    kind: "outlets",
    schema: z.array(outletSchema).readonly(),
    initial: [],
    since: "2.10",
    local: { heeded: true },
  }),
  /** Markdown for the UI. @default the doc comment of the operator, or of the task */
  doc: option({
    python: "doc_md",
    kind: "markdown",
    schema: z.string(),
    since: "2.10",
    local: { heeded: false, because: "has no UI that would show it" },
  }),
  /** Plain text about the task. Airflow 2 shows it. */
  docText: option({
    python: "doc",
    kind: "plain",
    schema: z.string(),
    since: "2.10",
    local: noOldUi,
  }),
  /** The same as reStructuredText. */
  docRst: option({
    python: "doc_rst",
    kind: "plain",
    schema: z.string(),
    since: "2.10",
    local: noOldUi,
  }),
  /** The same as JSON. */
  docJson: option({
    python: "doc_json",
    kind: "plain",
    schema: z.string(),
    since: "2.10",
    local: noOldUi,
  }),
  /** The same as YAML. */
  docYaml: option({
    python: "doc_yaml",
    kind: "plain",
    schema: z.string(),
    since: "2.10",
    local: noOldUi,
  }),
  /** Fill of its box in the UI of Airflow 2: a CSS colour. @default the operator's */
  uiColor: option({
    python: "ui_color",
    kind: "plain",
    schema: z.string(),
    since: "2.10",
    local: noOldUi,
  }),
  /** Colour of its label in the UI of Airflow 2. @default the operator's */
  uiFgcolor: option({
    python: "ui_fgcolor",
    kind: "plain",
    schema: z.string(),
    since: "2.10",
    local: noOldUi,
  }),
} as const;

/** Task options in a model; durations in seconds. Absent means: the DAG's default, else Airflow's. */
export const TaskOptionsModel = z.object(shapeOf(taskOptions));
export type TaskOptionsModel = z.infer<typeof TaskOptionsModel>;
