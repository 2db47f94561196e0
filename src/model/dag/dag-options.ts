// Every option of a DAG: the one place where an option is added.
import * as z from "zod";
import { JsonSchema } from "../json-schema.ts";
import { CallbackModel } from "./callback.ts";
import { DeadlineModel } from "./deadline.ts";
import { databaseInteger, databaseText, option, seconds } from "./option.ts";
import { ScheduleModel } from "./schedule.ts";
import { TaskOptionsModel } from "./task-options.ts";

/** Airflow's DagRunType. */
const runTypes = [
  "scheduled",
  "manual",
  "asset_triggered",
  "operator_triggered",
  "asset_materialization",
  "backfill",
] as const;

const noUi = { heeded: false, because: "has no UI that would show it" } as const;

/** Airflow refuses other owner links (models.dag.DAG.validate_owner_links). */
const link = z.string().refine((text) => /^(mailto:.+|[a-z][a-z0-9+.-]*:\/\/.+)$/i.test(text), {
  error: "Write a URL, such as https://example.com/team, or mailto:team@example.com",
});

const callbacks = {
  kind: "dag_callbacks",
  schema: z.array(CallbackModel).readonly(),
  since: "2.10",
  local: { heeded: true },
} as const;

/** Options of a DAG. */
export const dagOptions = {
  /** A name for the UI that may hold any character. @default the DAG's id */
  displayName: option({
    python: "dag_display_name",
    kind: "plain",
    schema: databaseText(2000),
    since: "2.10",
    local: { heeded: false, because: "names DAGs by their ids" },
  }),
  /** One line for the list of DAGs. */
  description: option({
    python: "description",
    kind: "plain",
    schema: z.string(),
    since: "2.10",
    local: noUi,
  }),
  /**
   * When runs are made. With a cron expression or a distance each run covers the interval between two ticks and starts
   * when it is over, in every version of Airflow; `cronTriggerTimetable` and its like make runs at their ticks. A run that
   * an update of assets triggered has no dates.
   *
   * @default null
   */
  schedule: option({
    python: "schedule",
    kind: "schedule",
    schema: ScheduleModel,
    initial: { kind: "none" },
    since: "2.10",
    local: { heeded: true },
  }),
  /** First logical date, wall-clock time in `timezone`: `2021-07-02` or `2021-07-02T06:00`. */
  startDate: option({
    python: "start_date",
    kind: "date",
    schema: z.string(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** Last logical date, wall-clock time in `timezone`. */
  endDate: option({
    python: "end_date",
    kind: "date",
    schema: z.string(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** IANA name. @default "UTC" */
  timezone: option({
    python: null,
    kind: "plain",
    schema: z.string(),
    initial: "UTC",
    since: "2.10",
    local: { heeded: true },
  }),
  /** Makes up for the runs between the start date and now. @default false */
  catchup: option({
    python: "catchup",
    kind: "plain",
    schema: z.boolean(),
    initial: false,
    since: "2.10",
    local: { heeded: false, because: "makes the runs it is asked for" },
  }),
  /** Runs under way at once; 1 where the schedule is `"@continuous"`. @default 16 */
  maxActiveRuns: option({
    python: "max_active_runs",
    kind: "plain",
    schema: databaseInteger.positive(),
    initial: 16,
    since: "2.10",
    local: { heeded: true },
  }),
  /** Tasks under way at once, over all runs. @default Airflow's `max_active_tasks_per_dag` */
  maxActiveTasks: option({
    python: "max_active_tasks",
    kind: "plain",
    schema: databaseInteger.positive(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** A run that takes longer fails. @default no limit */
  dagrunTimeout: option({
    python: "dagrun_timeout",
    kind: "duration",
    schema: seconds.positive(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** Once a task has failed, fails those that are running and skips those that are not, teardowns apart. All trigger rules must be `all_success`. `fail_stop` in Airflow 2. @default false */
  failFast: option({
    python: null,
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: true },
  }),
  /** Whether the DAG is paused when Airflow sees it for the first time. @default Airflow's `dags_are_paused_at_creation`, true */
  isPausedUponCreation: option({
    python: "is_paused_upon_creation",
    kind: "plain",
    schema: z.boolean(),
    since: "2.10",
    local: { heeded: false, because: "has no scheduler that could be paused" },
  }),
  /** Failed runs in a row after which Airflow pauses the DAG; 0 for never. @default Airflow's `max_consecutive_failed_dag_runs_per_dag`, 0 */
  maxConsecutiveFailedDagRuns: option({
    python: "max_consecutive_failed_dag_runs",
    kind: "plain",
    schema: databaseInteger.nonnegative(),
    since: "2.10",
    local: { heeded: false, because: "makes the runs it is asked for" },
  }),
  /** Where the names of owners lead in the UI: URLs or `mailto:` links by owner. */
  ownerLinks: option({
    python: "owner_links",
    kind: "plain",
    schema: z.record(z.string(), link),
    since: "2.10",
    local: noUi,
  }),
  /** What roles may do with the DAG, beyond what they may with all DAGs: actions by resource, by role, such as `{ analyst: { DAGs: ["can_read"] } }`. Needs an auth manager with roles, such as FAB. */
  accessControl: option({
    python: "access_control",
    kind: "access",
    schema: z.record(z.string(), z.record(z.string(), z.array(z.string()).readonly())),
    since: "2.10",
    local: { heeded: false, because: "knows no users" },
  }),
  /** Kinds of runs that the DAG may have: `scheduled`, `manual`, `asset_triggered`, `operator_triggered` by a task of another DAG, `asset_materialization` and `backfill`. What its own schedule makes must be among them, and `manual` where it has none. @default all */
  allowedRunTypes: option({
    python: "allowed_run_types",
    kind: "plain",
    schema: z.array(z.enum(runTypes)).nonempty().readonly(),
    since: "3.2",
    local: { heeded: false, because: "makes the runs it is asked for" },
  }),
  /** Runs all tasks of a run with the latest version of the DAG, instead of that with which the run began. @default false */
  disableBundleVersioning: option({
    python: "disable_bundle_versioning",
    kind: "plain",
    schema: z.boolean(),
    since: "3.0",
    local: { heeded: false, because: "runs what is built" },
  }),
  /** Whether tasks that are cleared run with the latest version of the DAG. @default Airflow's `rerun_with_latest_version` */
  rerunWithLatestVersion: option({
    python: "rerun_with_latest_version",
    kind: "plain",
    schema: z.boolean(),
    since: "3.3",
    local: { heeded: false, because: "runs what is built" },
  }),
  /** Options for all tasks. */
  defaults: option({
    python: "default_args",
    kind: "defaults",
    schema: TaskOptionsModel,
    initial: {},
    since: "2.10",
    local: { heeded: true },
  }),
  /** Called when a run has succeeded, in Airflow's DAG processor, which needs Node.js and the bundles for it. */
  onSuccess: option({ ...callbacks, python: "on_success_callback", state: "success" }),
  /** Called when a run has failed, in Airflow's DAG processor, which needs Node.js and the bundles for it. */
  onFailure: option({ ...callbacks, python: "on_failure_callback", state: "failed" }),
  /** Until when a run is to have ended, and what is called, once, when it has not; the run goes on. The callback runs on a worker. Airflow has deadlines since 3.1; since 3.3 their callbacks can live in a DAG file. */
  deadline: option({
    python: "deadline",
    kind: "deadlines",
    schema: z.array(DeadlineModel).readonly(),
    since: "3.3",
    local: { heeded: true },
  }),
  /** The DAG's params: a form in the UI when a run is triggered. One without a default must be given with each run; Airflow allows that where `schedule` is null. */
  params: option({
    python: "params",
    kind: "params",
    // JSON Schema of each param, its default included; what Airflow's Param takes.
    schema: z.record(z.string(), JsonSchema),
    initial: {},
    since: "2.10",
    local: { heeded: true },
  }),
  /** Words to find the DAG by in the UI. */
  tags: option({
    python: "tags",
    kind: "plain",
    schema: z.array(databaseText(100)).readonly(),
    since: "2.10",
    local: noUi,
  }),
  /** Markdown for the UI. @default the doc comment of the DAG */
  doc: option({
    python: "doc_md",
    kind: "markdown",
    schema: z.string(),
    since: "2.10",
    local: noUi,
  }),
} as const;
