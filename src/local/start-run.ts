// A run of another DAG, which a task starts: it takes place while the task runs, whether that waits for it or not, and
// what is said of it goes to the task's log.
import type { DagModel } from "../model/dag/dag-model.ts";
import { readInstant } from "../model/run/date-text.ts";
import { defaultParams, missingParams } from "../model/run/named-values.ts";
import type { Params } from "../model/run/run-context.ts";
import { isPlainObject } from "../model/to-json.ts";
import type { AskedRun } from "./execute/executor-options.ts";
import { type OtherRun, otherDag, otherSession, resultOfStop, runOther, withLog } from "./other-run.ts";
import { startedRun } from "./plan/one-run.ts";
import type { TryResult } from "./schedule/try-result.ts";
import type { OuterSession, Session } from "./session.ts";

/** @param session of the task @param run runs a session, and says with which exit code */
export function startRun(
  session: OuterSession,
  asked: AskedRun,
  run: (session: Session) => Promise<number>,
): Promise<TryResult> {
  return withLog(asked.logFile, async (log, say) => {
    const { triggerDagId } = asked.task;
    const other = otherDag(session, triggerDagId);
    if ("notHere" in other) {
      say(`No run of ${triggerDagId} is started: ${other.notHere}.`);
      return { kind: "success", value: null };
    }
    const started = await startedRunOf(session, other.dag, asked, log);
    if ("problem" in started) {
      say(started.problem);
      return { kind: "fail", reason: started.problem };
    }
    say(`Starting ${triggerDagId}, run ${started.planned.runId}.`);
    return resultOf(asked, started, await runOther(session, started, run), say);
  });
}

async function startedRunOf(
  session: OuterSession,
  dag: DagModel,
  { conf, logicalDate, runId, timeout, signal }: AskedRun,
  log: NodeJS.WritableStream,
): Promise<OtherRun | { readonly problem: string }> {
  const params = await paramsOf(dag, conf);
  if ("problem" in params) return params;
  const date = logicalDate === null ? momentOfItsOwn() : readInstant(String(logicalDate));
  if (!date)
    return {
      problem: `${JSON.stringify(logicalDate)} is no logical date. Write one as in "2026-01-31T06:00:00Z".`,
    };
  const planned = startedRun(dag, date, runId === null ? undefined : String(runId));
  return otherSession(session, { dag, planned, params: params.values, timeout, signal }, log);
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
  const [missing] = missingParams(params, values);
  if (missing !== undefined)
    return { problem: `DAG "${dagId}" needs param ${missing}, and the conf has none. It has no default.` };
  for (const [name, schema] of Object.entries(params)) {
    const problem = problemOf(schema, values[name] ?? null);
    if (problem !== undefined)
      return { problem: `DAG "${dagId}" refuses param ${name} of the conf: ${problem}.` };
  }
  return { values };
}

function resultOf(
  { task, signal }: AskedRun,
  { timeout, planned }: OtherRun,
  exitCode: number,
  say: (text: string) => void,
): TryResult {
  const stopped = resultOfStop(signal, timeout);
  if (stopped) return stopped;
  const state = exitCode === 0 ? "success" : "failed";
  const { allowedStates = ["success"], failedStates = ["failed"], waitForCompletion = false } = task;
  if (!waitForCompletion) {
    say(`The run of ${task.triggerDagId} ended: ${state}. In Airflow the task would not have waited for it.`);
    return { kind: "success", value: null };
  }
  if (failedStates.includes(state) || !allowedStates.includes(state)) {
    return { kind: "error", reason: `run ${planned.runId} of ${task.triggerDagId} ended as ${state}` };
  }
  return { kind: "success", value: null };
}
