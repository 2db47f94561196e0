// Turns planned runs into runs with task instances, each when it is asked for, taking over from the journal what is
// already done.
import type { DagModel } from "../../model/dag/dag-model.ts";
import { defaultsOf } from "../../model/dag/task-group.ts";
import type { TaskModel } from "../../model/dag/task-model.ts";
import { notMapped, Outputs } from "../../model/run/outputs.ts";
import type { EndedTask, Journal } from "../memory/journal.ts";
import { countStates } from "../schedule/awaited-instances.ts";
import { decideAfter, elementsOf } from "../schedule/decide-instance.ts";
import { type EffectiveOptions, effectiveOptions } from "../schedule/effective-options.ts";
import { TaskGraph } from "../schedule/task-graph.ts";
import {
  type DagRun,
  hasEnded,
  nobody,
  type PlannedRun,
  type TaskInstance,
} from "../schedule/task-instance.ts";
import type { Counts } from "../schedule/trigger-rule.ts";
import { instantOf } from "./wall-clock.ts";

/** What is known of runs and tasks before these. */
export type Past = Pick<Journal, "task" | "instancesOf" | "outputs" | "taskBefore">;

/** Nothing ran before. */
export const noPast: Past = {
  task: () => undefined,
  instancesOf: () => [],
  outputs: () => new Outputs(),
  taskBefore: () => [],
};

/** What all runs have in common. */
interface Shared {
  readonly dag: DagModel;
  readonly graph: TaskGraph;
  readonly taskIds: ReadonlySet<string>;
  readonly past: Past;
  readonly resume: boolean;
  /** The same for all instances of a task. */
  readonly optionsOf: (task: TaskModel) => EffectiveOptions;
  readonly datesOf: (task: TaskModel) => OwnDates;
  /** Ids of the tasks to run that come directly after a task. */
  readonly afterOf: (task: TaskModel) => readonly string[];
}

/** The dates that a task's runs lie between, both included. */
interface OwnDates {
  readonly start: Date | undefined;
  readonly end: Date | undefined;
}

/**
 * @param taskIds the tasks to run; the others neither run nor hold anything back
 * @param resume keeps what the journal knows to be done
 */
export function* makeRuns(
  dag: DagModel,
  planned: Iterable<PlannedRun>,
  taskIds: ReadonlySet<string>,
  past: Past,
  resume: boolean,
): Generator<DagRun, void, undefined> {
  const ofEach = <Value>(make: (task: TaskModel) => Value) => {
    const made = new Map(dag.tasks.map((task) => [task, make(task)]));
    return (task: TaskModel) => made.get(task) as Value;
  };
  const shared = {
    ...{ dag, graph: new TaskGraph(dag), taskIds, past, resume },
    optionsOf: ofEach((task) => effectiveOptions(task, defaultsOf(task, dag))),
    datesOf: ofEach((task) => ownDates(task, dag)),
    afterOf: ofEach(({ taskId }) =>
      dag.tasks
        .filter((other) => taskIds.has(other.taskId) && other.upstream.includes(taskId))
        .map((other) => other.taskId),
    ),
  };
  let place = 0;
  for (const plan of planned) yield makeRun(shared, plan, place++);
}

function makeRun(shared: Shared, plan: PlannedRun, place: number): DagRun {
  const { dag, graph, taskIds, datesOf, past } = shared;
  const remembered = new Map<string, Counts>();
  const rememberedOf = (taskId: string) => {
    const counts = remembered.get(taskId) ?? countStates(past.taskBefore(plan.runId, taskId));
    remembered.set(taskId, counts);
    return counts;
  };
  const run: DagRun = {
    ...plan,
    place,
    before: undefined,
    countsOf: () => undefined,
    countsBefore: (taskId) => run.before?.countsOf(taskId) ?? rememberedOf(taskId),
    tasks: [],
    outputs: past.outputs(plan.runId),
    expansionOf: (taskId) => graph.expansionOf(taskId),
    expand: ({ task }, elements) => {
      const instances = Array.from({ length: elements }, (_, index) => make(task, index));
      run.tasks = run.tasks.flatMap((other) => (other.task === task ? instances : [other]));
    },
    link: () => {
      run.countsOf = graph.link(run.tasks);
    },
    skipped: new Set(),
    kept: false,
    timedOut: false,
    failedFast: false,
    state: "queued",
    startedAt: 0,
    durationMs: 0,
  };
  const make = (task: TaskModel, mapIndex: number) => makeInstance(shared, run, task, mapIndex);
  run.tasks = dag.tasks
    .filter((task) => taskIds.has(task.taskId) && isDue(datesOf(task), plan))
    .map((task) => make(task, notMapped));
  for (const instance of run.tasks) expandAtOnce(shared, instance);
  for (const instance of run.tasks) {
    // It said before what it decides; a later runner is told no less.
    if (instance.state === "success") decideAfter(instance, run.outputs.get(instance.task.taskId) ?? null);
  }
  run.kept = run.tasks.every(({ state }) => hasEnded(state));
  return run;
}

/**
 * A task that is mapped over a list which is written out has its instances from the start, as in Airflow; and so has one
 * of which an earlier runner has done some.
 */
function expandAtOnce({ graph, past, resume }: Shared, instance: TaskInstance): void {
  const { run, task } = instance;
  const expansion = graph.expansionOf(task.taskId);
  if (expansion === undefined) return;
  const isBegun = () =>
    past.instancesOf(run.runId, task.taskId).some(({ mapIndex = notMapped }) => mapIndex !== notMapped);
  if (expansion.kind !== "literal" && !(resume && isBegun())) return;
  const elements = elementsOf(expansion, run.outputs);
  if (elements > 0) run.expand(instance, elements);
}

function makeInstance(
  { past, resume, optionsOf, afterOf }: Shared,
  run: DagRun,
  task: TaskModel,
  mapIndex: number,
): TaskInstance {
  const { runId, outputs } = run;
  const record = resume ? past.task(runId, task.taskId, mapIndex) : undefined;
  const done = record && isDone(record) ? record : undefined;
  if (!done) outputs.delete(task.taskId, resume ? mapIndex : undefined);
  return {
    run,
    task,
    mapIndex,
    options: optionsOf(task),
    upstream: nobody,
    awaited: nobody,
    countsIn: nobody,
    after: afterOf(task),
    state: done?.state ?? "none",
    tries: 0,
    startedAt: 0,
    durationMs: 0,
    name: undefined,
    reason: done?.reason,
    error: undefined,
    logFile: undefined,
  };
}

/** The task's own, and not before the DAG's start date. */
function ownDates({ startDate, endDate }: TaskModel, { startDate: first, timezone }: DagModel): OwnDates {
  const starts = [startDate, first]
    .filter((date) => date !== undefined)
    .map((date) => instantOf(date, timezone, "startDate").getTime());
  return {
    start: starts.length === 0 ? undefined : new Date(Math.max(...starts)),
    end: endDate === undefined ? undefined : instantOf(endDate, timezone, "endDate"),
  };
}

/** A run whose data interval begins before the tick at which it is made may lie before its DAG's start date. */
function isDue({ start, end }: OwnDates, { logicalDate }: PlannedRun): boolean {
  if (logicalDate === null) return true;
  const date = new Date(logicalDate);
  return !(start && date < start) && !(end && date > end);
}

/** What a trigger rule decided is decided again: the upstream tasks may end otherwise this time. */
function isDone({ state, reason }: EndedTask): boolean {
  return state === "success" || (state === "skipped" && reason !== undefined);
}
