// A run of another DAG, which a task starts: it takes place while the task runs, whether that waits for it or not, and
// what is said of it goes to the task's log.
import { createWriteStream, mkdirSync } from "node:fs";
import path from "node:path";
import type { DagModel } from "../model/dag/dag-model.ts";
import { readInstant } from "../model/run/date-text.ts";
import { defaultParams } from "../model/run/named-values.ts";
import type { Params } from "../model/run/run-context.ts";
import { isPlainObject } from "../model/to-json.ts";
import type { AskedRun } from "./execute/executor-options.ts";
import { loadDags } from "./plan/load-dag.ts";
import { startedRun } from "./plan/one-run.ts";
import { createProgress } from "./progress/create-progress.ts";
import { timerMs } from "./schedule/timer.ts";
import type { TryResult } from "./schedule/try-result.ts";
import type { Session } from "./session.ts";

/** @param session of the task @param run runs a session, and says with which exit code */
export async function startRun(
  session: Session,
  asked: AskedRun,
  run: (session: Session) => Promise<number>,
): Promise<TryResult> {
  mkdirSync(path.dirname(asked.logFile), { recursive: true });
  const log = createWriteStream(asked.logFile, { mode: 0o600 });
  const say = (text: string) => log.write(`${text}\n`);
  try {
    const other = otherDag(session, asked, say);
    if (!other) return { kind: "success", value: null };
    const started = await startedSession(session, other, asked, log);
    if ("problem" in started) {
      say(started.problem);
      return { kind: "fail", reason: started.problem };
    }
    say(`Starting ${other.dagId}, run ${started.session.planned[0]?.runId}.`);
    return resultOf(asked, started, await run(started.session), say);
  } finally {
    await new Promise<void>((resolve) => log.end(resolve));
  }
}

/** Null, and the reason in the log, where none is to be started here. */
function otherDag(
  { project, dag, options, startedBy = [] }: Session,
  { task: { triggerDagId } }: AskedRun,
  say: (text: string) => void,
): DagModel | null {
  const not = (why: string) => {
    say(`No run of ${triggerDagId} is started: ${why}.`);
    return null;
  };
  if (!options.trigger) return not("no other DAG is triggered by this command");
  if ([...startedBy, dag.dagId].includes(triggerDagId)) {
    return not("it is under way, and a circle of DAGs comes to an end here");
  }
  return (
    loadDags(project).find(({ dagId }) => dagId === triggerDagId) ??
    not("it is none of this project's DAGs, and runs in Airflow alone")
  );
}

interface Started {
  readonly session: Session;
  /** Aborted when the task has taken too long. */
  readonly timeout: AbortSignal;
}

async function startedSession(
  session: Session,
  dag: DagModel,
  { conf, logicalDate, runId, timeout: limit, signal }: AskedRun,
  log: NodeJS.WritableStream,
): Promise<Started | { readonly problem: string }> {
  const params = await paramsOf(dag, conf);
  if ("problem" in params) return params;
  const date = logicalDate === null ? momentOfItsOwn() : readInstant(String(logicalDate));
  if (!date)
    return {
      problem: `${JSON.stringify(logicalDate)} is no logical date. Write one as in "2026-01-31T06:00:00Z".`,
    };
  const timeout = limit === null ? new AbortController().signal : AbortSignal.timeout(timerMs(limit));
  const { jobs, trigger, retryDelay, python } = session.options;
  return {
    timeout,
    session: {
      ...session,
      options: { dagId: dag.dagId, tasks: [], params: [], jobs, trigger, retryDelay, python, resume: false },
      dag,
      tasks: dag.tasks,
      planned: [startedRun(dag, date, runId === null ? undefined : String(runId))],
      params: params.values,
      stdout: log,
      progress: createProgress,
      stop: { signal: AbortSignal.any([signal, timeout]), exitCode: () => null, close: () => undefined },
      startedBy: [...(session.startedBy ?? []), session.dag.dagId],
    },
  };
}

let lastMoment = 0;

/** Now; or, where another run has been started in this very millisecond, a moment later. */
function momentOfItsOwn(): Date {
  lastMoment = Math.max(Date.now(), lastMoment + 1);
  return new Date(lastMoment);
}

/** What Airflow makes of `conf`: params that are not in it have their defaults, and each is checked. */
async function paramsOf(
  { dagId, params }: DagModel,
  conf: unknown,
): Promise<{ readonly values: Params } | { readonly problem: string }> {
  if (!isPlainObject(conf))
    return { problem: `The conf of a run is an object, and this is ${JSON.stringify(conf)}.` };
  const { problemOf } = await import("../model/run/json-schema-check.ts");
  const values = { ...defaultParams(params), ...conf } as Params;
  for (const [name, schema] of Object.entries(params)) {
    const problem = problemOf(schema, values[name] ?? null);
    if (problem !== undefined)
      return { problem: `DAG "${dagId}" refuses param ${name} of the conf: ${problem}.` };
  }
  return { values };
}

function resultOf(
  { task, signal }: AskedRun,
  { session, timeout }: Started,
  exitCode: number,
  say: (text: string) => void,
): TryResult {
  if (signal.aborted) return { kind: "stopped" };
  if (timeout.aborted) return { kind: "error", reason: "it took longer than its execution timeout" };
  const state = exitCode === 0 ? "success" : "failed";
  if (state === "failed") session.failed?.add(task.triggerDagId);
  const { allowedStates = ["success"], failedStates = ["failed"], waitForCompletion = false } = task;
  if (!waitForCompletion) {
    say(`The run of ${task.triggerDagId} ended: ${state}. In Airflow the task would not have waited for it.`);
    return { kind: "success", value: null };
  }
  if (failedStates.includes(state) || !allowedStates.includes(state)) {
    return {
      kind: "error",
      reason: `run ${session.planned[0]?.runId} of ${task.triggerDagId} ended as ${state}`,
    };
  }
  return { kind: "success", value: null };
}
