// What `windsock show` says of a DAG, as data: `--json` prints it, text and pages are drawn from it.
import type { DataInterval } from "../local/plan/data-intervals.ts";
import { nextRuns } from "../local/plan/next-runs.ts";
import { assetsIn, keyOf, type OutletModel, ownName } from "../model/dag/asset.ts";
import { awaitedText } from "../model/dag/awaited.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { labelsTo } from "../model/dag/edge-label.ts";
import { assetTrigger } from "../model/dag/schedule.ts";
import { isTeardown, type TaskRole } from "../model/dag/setup-teardown.ts";
import { triggerRuleOf } from "../model/dag/task-group.ts";
import {
  expressionsOf,
  hitlOperator,
  outputSchema,
  shortName,
  type TaskModel,
} from "../model/dag/task-model.ts";
import type { TriggerRule } from "../model/dag/trigger-rule.ts";
import { readsOf } from "../model/expression/reads-of.ts";
import type { Position } from "../model/problem.ts";
import { dateNames } from "../model/run/run-context.ts";
import { isSecretName } from "../model/secrets/secret-names.ts";
import { oneLine } from "./columns.ts";
import { type InputView, inputsOf, mask, valueText } from "./expression-text.ts";
import { layersOf } from "./layers.ts";
import { dagOptionTexts, type OptionTexts, taskOptionTexts } from "./option-text.ts";
import { runsNote } from "./runs-note.ts";
import { scheduleText } from "./schedule-text.ts";
import { schemaText } from "./schema-text.ts";

/** A connection, and the name it has for the operator; null where only a field of it is read. */
interface ConnectionView {
  readonly name: string | null;
  readonly connId: string;
}

export interface TaskView {
  readonly taskId: string;
  readonly displayName: string | null;
  readonly operator: string;
  /** `dags-ts/daily.ts:12` */
  readonly source: string;
  /** The length of the longest way that leads to it. */
  readonly layer: number;
  readonly upstream: readonly string[];
  /** What is written on the edges from some of them. */
  readonly labels: readonly { readonly upstream: string; readonly label: string }[];
  /** Id of its group; null where it is in none. */
  readonly group: string | null;
  readonly triggerRule: TriggerRule | "all_done_setup_success";
  /** Whether it sets up or tears down for others; null where it does neither. */
  readonly role: TaskRole["kind"] | null;
  readonly inputs: readonly InputView[];
  /** The type of its output; null when nothing is known of it. */
  readonly output: string | null;
  readonly connections: readonly ConnectionView[];
  /** Keys of the Variables it reads. */
  readonly variables: readonly string[];
  /** What differs from Airflow's defaults. */
  readonly options: OptionTexts;
  /** URIs of assets, with their names where they have some; keys of aliases. */
  readonly inlets: readonly string[];
  readonly outlets: readonly string[];
}

interface ParamView {
  readonly name: string;
  readonly type: string;
  /** Null where there is none: a run must be given it. */
  readonly default: string | null;
  readonly description: string | null;
}

/** Dates as expressions have them. */
export interface RunView {
  readonly ds: string;
  readonly logicalDate: string;
  readonly dataIntervalStart: string;
  /** The run starts then. */
  readonly dataIntervalEnd: string;
}

export interface DagView {
  readonly dagId: string;
  readonly description: string | null;
  readonly source: string;
  /** In Airflow's words. */
  readonly schedule: string;
  readonly timezone: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly tags: readonly string[];
  /** What differs from Airflow's defaults. */
  readonly options: OptionTexts;
  readonly params: readonly ParamView[];
  /** URIs of the assets that trigger it. */
  readonly triggeredBy: readonly string[];
  /** In an order in which each comes after its upstream tasks. */
  readonly tasks: readonly TaskView[];
  readonly nextRuns: readonly RunView[];
  /** Why there are no next runs, or which ones come before; null when there is nothing to say. */
  readonly runsNote: string | null;
}

/**
 * @param dag its tasks ordered so that each comes after its upstream tasks
 * @param runs how many of the next runs to show
 */
export function viewDag(dag: DagModel, now: Date, runs: number): DagView {
  const layers = layersOf(dag.tasks);
  const trigger = assetTrigger(dag.schedule);
  // One at least, to know whether there are any.
  const next = nextRuns(dag, now, Math.max(1, runs));
  return {
    dagId: dag.dagId,
    description: dag.description ?? null,
    source: sourceText(dag.position),
    schedule: scheduleText(dag.schedule),
    timezone: dag.timezone,
    startDate: dag.startDate ?? null,
    endDate: dag.endDate ?? null,
    tags: dag.tags ?? [],
    options: dagOptionTexts(dag),
    params: paramsOf(dag),
    triggeredBy: trigger ? assetsIn(trigger) : [],
    tasks: dag.tasks.map((task) => viewTask(dag, task, layers.get(task.taskId) ?? 0)),
    nextRuns: next.slice(0, runs).map(viewRun),
    runsNote: runsNote(dag, next.length > 0, now),
  };
}

export function viewRun({ start, end }: DataInterval): RunView {
  const { ds, ts } = dateNames(start.toISOString());
  return {
    ds,
    logicalDate: ts,
    dataIntervalStart: ts,
    dataIntervalEnd: dateNames(end.toISOString()).ts,
  };
}

function viewTask(dag: DagModel, task: TaskModel, layer: number): TaskView {
  const expressions = expressionsOf(task);
  const reads = readsOf(expressions);
  const schema = outputSchema(task);
  const { operator, connections } = workOf(task);
  const connIds = [...new Set(reads.connections)];
  return {
    taskId: task.taskId,
    displayName: task.displayName ?? null,
    operator,
    source: sourceText(task.position),
    layer,
    upstream: task.upstream,
    labels: [...labelsTo(task.taskId, dag)].map(([upstream, label]) => ({ upstream, label })),
    group: task.groupId ?? null,
    triggerRule: isTeardown(task) ? "all_done_setup_success" : triggerRuleOf(task, dag),
    role: task.role?.kind ?? null,
    inputs: expressions.flatMap(inputsOf),
    output: schema ? schemaText(schema) : null,
    connections: [...connections, ...connIds.map((connId) => ({ name: null, connId }))],
    variables: [...new Set(reads.variables.map(({ key }) => key))],
    options: taskOptionTexts(task, dag),
    inlets: task.inlets.map(assetText),
    outlets: task.outlets.map(assetText),
  };
}

/** `listings (s3://shop/listings)`, of one with a name; `alias:listings`. */
function assetText(named: OutletModel): string {
  const name = named.kind === "asset" ? ownName(named) : undefined;
  return name === undefined ? keyOf(named) : `${name} (${keyOf(named)})`;
}

/** What a task of its kind runs: the operator's name in Airflow's UI, and the connections it is given. */
function workOf(task: TaskModel): Pick<TaskView, "operator" | "connections"> {
  switch (task.kind) {
    case "node":
    case "sensor": {
      const connections = Object.entries(task.connections).map(([name, connId]) => ({ name, connId }));
      return { operator: task.operatorName, connections };
    }
    case "python":
      return { operator: shortName(task.className), connections: [] };
    case "items":
      return { operator: "ItemsOperator", connections: [] };
    case "empty":
      return { operator: "EmptyOperator", connections: [] };
    case "latest_only":
      return { operator: "LatestOnlyOperator", connections: [] };
    case "hitl":
      return { operator: hitlOperator(task), connections: [] };
    case "trigger_dag_run":
      return { operator: `TriggerDagRunOperator of ${task.triggerDagId}`, connections: [] };
    case "external_task":
      return { operator: `ExternalTaskSensor of ${awaitedText(task)}`, connections: [] };
  }
}

/** What a task runs, and what it is for others: `CreateClusterOperator, setup`. */
export function workText({ operator, role }: TaskView): string {
  return role === null ? operator : `${operator}, ${role}`;
}

/** What a task comes after, with what is written on the way: `check (No errors), clean`. */
export function upstreamText(task: TaskView): string {
  return task.upstream
    .map((id) => {
      const label = labelFrom(id, task);
      return label === undefined ? id : `${id} (${oneLine(label)})`;
    })
    .join(", ");
}

/** What is written on the edge from a task to this one. */
export function labelFrom(taskId: string, { labels }: TaskView): string | undefined {
  return labels.find(({ upstream }) => upstream === taskId)?.label;
}

function paramsOf({ params }: DagModel): ParamView[] {
  return Object.entries(params).map(([name, schema]) => ({
    name,
    type: schemaText(schema),
    default: schema.default === undefined ? null : isSecretName(name) ? mask : valueText(schema.default),
    description: typeof schema.description === "string" ? schema.description : null,
  }));
}

function sourceText({ file, line }: Position): string {
  return `${file}:${line}`;
}
