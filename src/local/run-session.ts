// One DAG's runs, from the check before the first task to the summary after the last.
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type PythonTask, skippedLocally, type TaskModel } from "../model/dag/task-model.ts";
import { UsageError } from "../model/errors.ts";
import type { Params } from "../model/run/run-context.ts";
import { environmentMasker } from "../model/secrets/task-masker.ts";
import { executeInstance } from "./execute/execute-instance.ts";
import type { ExecutorOptions } from "./execute/executor-options.ts";
import { followEvent } from "./execute/follow-event.ts";
import { givenAnswers } from "./execute/given-answers.ts";
import { TaskConnections } from "./execute/task-connections.ts";
import { AssetLog } from "./memory/asset-log.ts";
import { Journal } from "./memory/journal.ts";
import { recordEvent } from "./memory/record-event.ts";
import { recordUpdates } from "./memory/record-updates.ts";
import { writeVariables } from "./memory/variable-store.ts";
import { OtherRuns } from "./other-runs.ts";
import { checkStart } from "./plan/check-start.ts";
import { makeRuns } from "./plan/make-runs.ts";
import { isUndated, undatedRunOf } from "./plan/plan-runs.ts";
import { resumeCommand } from "./plan/resume-command.ts";
import { hasKept, Survey } from "./plan/survey.ts";
import { createProgress } from "./progress/create-progress.ts";
import type { Progress } from "./progress/progress.ts";
import { RunEnds } from "./run-ends.ts";
import { deadlinesOf } from "./schedule/deadlines-of.ts";
import { schedule } from "./schedule/scheduler.ts";
import type { DagRun, PlannedRun } from "./schedule/task-instance.ts";
import type { Session } from "./session.ts";
import { startRun } from "./start-run.ts";
import { waitForRun } from "./wait-for-run.ts";

/**
 * Runs one DAG. The caller holds the lock, and clears the folder of tries.
 *
 * @returns the exit code
 */
export async function runSession(given: Session): Promise<number> {
  const session = inAirflow(given);
  const { options, dag, tasks, params, out } = session;
  const journal = new Journal(out.journal(dag.dagId));
  const taskIds = new Set(tasks.map(({ taskId }) => taskId));
  const planned = runsToMake(session, journal);
  const runs = () => makeRuns(dag, planned, taskIds, journal, options.resume);
  const survey = new Survey(session);
  for (const run of runs()) {
    if (hasKept(run)) checkParams(run, params, journal);
    survey.add(run);
  }
  checkStart(session, survey);
  beginRuns(session, planned, survey, journal);
  return await runAll(session, runs(), survey, journal);
}

/** A run without dates is made when it is asked for: the one to go on with is the last one that was made. */
function runsToMake({ options, dag, planned }: Session, journal: Journal): Iterable<PlannedRun> {
  const last = journal.lastRun;
  if (!options.resume || !last || !isUndated(dag, options)) return planned;
  return [undatedRunOf(last.runId, last.assetEvents)];
}

function beginRuns(
  { dag, tasks, params }: Session,
  [first]: Iterable<PlannedRun>,
  { fresh }: Survey,
  journal: Journal,
): void {
  if (fresh.length === 0) return;
  journal.begin({
    at: new Date().toISOString(),
    dagId: dag.dagId,
    runIds: fresh,
    taskIds: tasks.map(({ taskId }) => taskId),
    params,
    // Runs that assets triggered come one at a time.
    ...(first?.logicalDate === null && { assetEvents: first.assetEvents }),
  });
}

async function runAll(
  session: Session,
  runs: Iterable<DagRun>,
  survey: Survey,
  journal: Journal,
): Promise<number> {
  const { project, env, stdout, options, dag, tasks, params, environment, out, stop } = session;
  const others = session.others ?? new OtherRuns();
  const connections = session.connections ?? new TaskConnections(environment);
  const assets = new AssetLog(out.assets);
  let projectMasker = environmentMasker(environment);
  const show = session.progress ?? createProgress;
  // What is drawn anew again and again leaves no room for a question.
  const isAsking = session.prompt !== undefined && tasks.some(({ kind }) => kind === "hitl");
  const progress = show({
    isPlain: isAsking,
    dag,
    runs: survey,
    jobs: jobsOf(session),
    project,
    environment,
    env,
    stdout,
  });
  for (const { taskId, className } of [...survey.remaining].filter(isSkipped)) {
    progress.note(`Skips ${taskId}: ${skippedLocally({ className })}`);
  }
  const stopping = () => progress.note("Stopping: tasks that are running get 5 seconds to end.");
  stop.signal.addEventListener("abort", stopping);
  const ends = new RunEnds();
  try {
    connections.warmUp([...survey.remaining].flatMap((task) => connections.warehouses(task)));
    const outer = { ...session, connections, others };
    const executor: ExecutorOptions = {
      ...{ project, dag, dagId: dag.dagId, out, environment, connections, params, env },
      get projectMasker() {
        return projectMasker;
      },
      heard: (told, masked) => progress.heard?.(told, masked),
      waiting: (instance, wait) => progress.on({ kind: "waiting", instance, wait }),
      answers: givenAnswers(dag.dagId, dag.tasks, options.answers ?? []),
      prompt: session.prompt,
      prior: ({ run, task, mapIndex }) => journal.priorOutput(run.runId, task.taskId, mapIndex),
      write: (variables) => {
        const done = writeVariables(project.folder, environment, variables);
        projectMasker = environmentMasker(environment);
        return done;
      },
      start: (asked) => startRun(outer, asked, runSession),
      waitFor: (asked) => waitForRun(outer, asked, runSession),
    };
    await schedule({
      runs,
      jobs: jobsOf(session),
      maxActiveRuns: dag.maxActiveRuns,
      failFast: dag.failFast ?? false,
      runTimeout: dag.dagrunTimeout,
      deadlines: (run) => deadlinesOf(dag, { run, now: Date.now(), runtimes: () => journal.runtimes }),
      retryDelay: options.retryDelay,
      resources: ({ task }) => connections.warehouses(task),
      execute: (instance, signal) => executeInstance(executor, instance, signal),
      follow: (event) => followEvent(executor, event, stop.signal),
      emit: (event) => {
        // In this order: a runner that dies in between leaves a task to be run again, not an update that is lost.
        recordUpdates(assets, dag.dagId, event);
        recordEvent(journal, event);
        progress.on(event);
        ends.on(event);
      },
      signal: stop.signal,
    });
  } catch (error) {
    progress.close();
    throw error;
  } finally {
    stop.signal.removeEventListener("abort", stopping);
    if (!session.connections) await connections.close();
  }
  // Whoever has brought this run about goes by how it ended itself; all others count for the command.
  return conclude(session, ends, session.others ? new Set() : others.failed, progress);
}

/** Whether it is a Python operator that nothing runs here. */
function isSkipped(task: TaskModel): task is PythonTask {
  return task.kind === "python" && task.interpreter === undefined && !task.hasStandIn;
}

/** Where a Python with Airflow is given, it runs the Python operators. */
function inAirflow(session: Session): Session {
  const { options, dag, tasks } = session;
  const interpreter = options.python;
  if (interpreter === undefined) return session;
  const inIt = (task: TaskModel) => (task.kind === "python" ? { ...task, interpreter } : task);
  return { ...session, dag: { ...dag, tasks: dag.tasks.map(inIt) }, tasks: tasks.map(inIt) };
}

function conclude(session: Session, ends: RunEnds, failed: ReadonlySet<string>, progress: Progress): number {
  const { options, stop } = session;
  const command = resumeCommand(options);
  progress.summarize(`When the cause is gone, go on with: ${command}`);
  noteLogs(session, ends, progress);
  const exitCode = stop.exitCode();
  if (exitCode !== null) {
    progress.note(`Stopped. Go on with: ${command}`);
    return exitCode;
  }
  if (failed.size > 0) progress.note(`Runs failed that tasks have started: ${[...failed].join(", ")}.`);
  return failed.size > 0 || ends.hasFailed ? 1 : 0;
}

/** Where the logs of this runner's tries are: those of its run, or of all its runs. */
function noteLogs({ project, dag, out }: Session, { logged }: RunEnds, progress: Progress): void {
  if (logged === undefined) return;
  const folder = out.runLogs(dag.dagId, logged);
  progress.note(`Logs: ${path.relative(project.folder, folder)}${path.sep}`);
}

/** @throws {UsageError} when a run that is gone on with began with other params */
function checkParams(run: DagRun, params: Params, journal: Journal): void {
  const before = journal.params(run.runId);
  if (isDeepStrictEqual(before, params)) return;
  throw new UsageError(
    `The run of ${run.label} began with params ${JSON.stringify(before)}, not ${JSON.stringify(params)}. ` +
      "Give the same --param again, or leave out --resume to begin afresh.",
  );
}

function jobsOf({ options, dag }: Session): number {
  return Math.min(options.jobs, dag.maxActiveTasks ?? options.jobs);
}
