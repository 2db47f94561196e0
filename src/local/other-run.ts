// Runs of other DAGs that tasks bring about: each takes place while its task runs, and what is said of it goes to the
// task's log.
import { createWriteStream, mkdirSync } from "node:fs";
import path from "node:path";
import type { DagModel } from "../model/dag/dag-model.ts";
import type { Params } from "../model/run/run-context.ts";
import { loadDags } from "./plan/load-dag.ts";
import { createProgress } from "./progress/create-progress.ts";
import type { PlannedRun } from "./schedule/task-instance.ts";
import { timerMs } from "./schedule/timer.ts";
import type { TryResult } from "./schedule/try-result.ts";
import type { OuterSession, Session } from "./session.ts";

export interface OtherRun {
  readonly session: Session;
  readonly planned: PlannedRun;
  /** Aborted when the task has taken too long. */
  readonly timeout: AbortSignal;
}

/** Which run it is, and what it is given. */
interface Asked {
  readonly dag: DagModel;
  readonly planned: PlannedRun;
  readonly params: Params;
  /** Seconds that it may take; null means no limit. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
}

/** Why a DAG has no run here that the project lacks, in words that follow a colon. */
export const ofAnotherProject = "it is none of this project's DAGs, and runs in Airflow alone";

/** Gives the task a log while it is under way. */
export async function withLog<Result>(
  file: string,
  work: (log: NodeJS.WritableStream, say: (text: string) => void) => Promise<Result>,
): Promise<Result> {
  mkdirSync(path.dirname(file), { recursive: true });
  const log = createWriteStream(file, { mode: 0o600 });
  try {
    return await work(log, (text) => log.write(`${text}\n`));
  } finally {
    await new Promise<void>((resolve) => log.end(resolve));
  }
}

/** Or why it has no run here, in words that follow a colon. */
export function otherDag(
  { project, dag: own, options, startedBy = [] }: Session,
  dagId: string,
): { readonly dag: DagModel } | { readonly notHere: string } {
  if (!options.trigger) return { notHere: "no other DAG is triggered by this command" };
  if ([...startedBy, own.dagId].includes(dagId)) {
    return { notHere: "it is under way, and a circle of DAGs comes to an end here" };
  }
  const dag = loadDags(project).find((each) => each.dagId === dagId);
  return dag ? { dag } : { notHere: ofAnotherProject };
}

/** @param session of the task */
export function otherSession(
  session: OuterSession,
  { dag, planned, params, timeout: limit, signal }: Asked,
  log: NodeJS.WritableStream,
): OtherRun {
  const timeout = limit === null ? new AbortController().signal : AbortSignal.timeout(timerMs(limit));
  const { jobs, trigger, retryDelay, python } = session.options;
  return {
    timeout,
    planned,
    session: {
      ...session,
      options: { dagId: dag.dagId, tasks: [], params: [], jobs, trigger, retryDelay, python, resume: false },
      dag,
      tasks: dag.tasks,
      planned: [planned],
      params,
      stdout: log,
      progress: createProgress,
      stop: { signal: AbortSignal.any([signal, timeout]), exitCode: () => null, close: () => undefined },
      startedBy: [...(session.startedBy ?? []), session.dag.dagId],
    },
  };
}

/**
 * Has it take place.
 *
 * @param session of the task
 * @param run runs a session, and says with which exit code
 */
export async function runOther(
  { dag: { dagId }, others }: OuterSession,
  { session, planned }: OtherRun,
  run: (session: Session) => Promise<number>,
): Promise<number> {
  const other = session.dag.dagId;
  const exitCode = await others.run(dagId, other, planned.runId, () => run(session));
  if (exitCode !== 0 && !session.stop.signal.aborted) others.failed.add(other);
  return exitCode;
}

/** What the task's try ends with that was told to stop, or took too long; undefined otherwise. */
export function resultOfStop(signal: AbortSignal, timeout: AbortSignal): TryResult | undefined {
  if (signal.aborted) return { kind: "stopped" };
  if (timeout.aborted) return { kind: "error", reason: "it took longer than its execution timeout" };
  return undefined;
}
