// A wait for another DAG: the run that is waited for takes place now, unless it has, and the wait ends as that says.
import { awaitedText, isRead } from "../model/dag/awaited.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { defaultParams, missingParams } from "../model/run/named-values.ts";
import type { AskedWait } from "./execute/executor-options.ts";
import { Journal } from "./memory/journal.ts";
import { ofAnotherProject, otherDag, otherSession, resultOfStop, runOther, withLog } from "./other-run.ts";
import { endOfWait, failing, unmet } from "./plan/end-of-wait.ts";
import { loadDags } from "./plan/load-dag.ts";
import { runOf } from "./plan/one-run.ts";
import { clockText } from "./plan/wall-clock.ts";
import type { PlannedRun } from "./schedule/task-instance.ts";
import type { TryResult } from "./schedule/try-result.ts";
import type { OuterSession, Session } from "./session.ts";

/** @param session of the task @param run runs a session, and says with which exit code */
export function waitForRun(
  session: OuterSession,
  asked: AskedWait,
  run: (session: Session) => Promise<number>,
): Promise<TryResult> {
  return withLog(asked.logFile, async (log, say) => {
    const result = await resultOf(session, asked, run, log);
    if ("reason" in result && result.reason !== undefined) say(result.reason);
    return result;
  });
}

async function resultOf(
  session: OuterSession,
  asked: AskedWait,
  run: (session: Session) => Promise<number>,
  log: NodeJS.WritableStream,
): Promise<TryResult> {
  const { task, signal } = asked;
  const { externalDagId } = task;
  const dag = loadDags(session.project).find(({ dagId }) => dagId === externalDagId);
  if (!dag) {
    return notHere(session, asked, log, {
      why: ofAnotherProject,
      remedy: "Give the wait a stand-in: local.",
    });
  }
  const planned = awaitedRun(dag, asked);
  if ("kind" in planned) return planned;
  log.write(`Waiting for ${awaitedText(task)}, run ${planned.runId}.\n`);
  // Read anew each time: others write it.
  const end = () => endOfWait(task, dag, planned.runId, new Journal(session.out.journal(externalDagId)));
  const { others } = session;
  if (others.has(externalDagId, planned.runId) && !others.waitsFor(externalDagId, session.dag.dagId)) {
    await others.end(session.dag.dagId, externalDagId, planned.runId);
    return end();
  }
  const before = end();
  if (before.kind === "success") return before;
  const other = otherDag(session, externalDagId);
  if ("notHere" in other) {
    const remedy = `Run it first: npx windsock run ${externalDagId} ${dateOptions(dag, planned)}.`;
    return notHere(session, asked, log, { why: other.notHere, remedy });
  }
  const params = defaultParams(dag.params);
  const missing = missingParams(dag.params, params);
  if (missing.length > 0) {
    const why = `nobody says what its params are that have no default (${missing.join(", ")})`;
    const given = missing.map((name) => `--param ${name}=...`).join(" ");
    const remedy = `Run it first: npx windsock run ${externalDagId} ${dateOptions(dag, planned)} ${given}.`;
    return notHere(session, asked, log, { why, remedy });
  }
  const started = otherSession(session, { dag, planned, params, timeout: asked.timeout, signal }, log);
  await runOther(session, started, run);
  return resultOfStop(signal, started.timeout) ?? end();
}

/** What the command line says of a run. */
function dateOptions({ timezone }: DagModel, { logicalDate }: PlannedRun): string {
  const date = clockText(logicalDate ?? "", timezone);
  return `--from ${date} --to ${date}`;
}

/** The run that is waited for, or what the wait ends with when there is none. */
function awaitedRun(dag: DagModel, { task, logicalDate }: AskedWait): PlannedRun | TryResult {
  const { externalDagId, executionDelta = 0 } = task;
  if (logicalDate === null) {
    return failing(
      task,
      `This run has no logical date, and DAG "${externalDagId}" is waited for in its run of the same one.`,
    );
  }
  const date = new Date(Date.parse(logicalDate) - executionDelta * 1000);
  return (
    runOf(dag, date) ??
    unmet(
      task,
      `DAG "${externalDagId}" has no run of ${date.toISOString()}: that is no date of its schedule. ` +
        "In Airflow the wait would not end before its timeout. Say with executionDelta how much earlier its run is.",
    )
  );
}

/** Nothing is waited for here: that is enough where only the order counts. */
function notHere(
  { dag }: OuterSession,
  { task }: AskedWait,
  log: NodeJS.WritableStream,
  { why, remedy }: { readonly why: string; readonly remedy: string },
): TryResult {
  const what = `Nothing is waited for of DAG "${task.externalDagId}": ${why}.`;
  if (!isRead(task, dag)) {
    log.write(`${what}\n`);
    return { kind: "success", value: null };
  }
  return { kind: "fail", reason: `${what} What it returns is read. ${remedy}` };
}
