// After a DAG's runs: one run of each DAG whose asset schedule their updates have satisfied.
import { assetsIn, isMet } from "../model/dag/asset.ts";
import type { DagModel } from "../model/dag/dag-model.ts";
import { assetTrigger } from "../model/dag/schedule.ts";
import { defaultParams } from "../model/run/named-values.ts";
import { AssetLog, type AssetUpdate } from "./memory/asset-log.ts";
import { eventsOf } from "./memory/events-of.ts";
import { undatedRun } from "./plan/plan-runs.ts";
import { runSession } from "./run-session.ts";
import type { Session } from "./session.ts";

interface Triggered {
  readonly dag: DagModel;
  readonly updates: readonly AssetUpdate[];
}

/**
 * Runs the DAGs that are due, and then those that they trigger in turn, until none is due. All updates so far
 * are one run's matter, as in Airflow when they arrive faster than its runs begin; and no DAG runs twice, so that
 * a circle of them comes to an end.
 *
 * @returns the exit code: that of the last one that did not succeed, or 0
 */
export async function runTriggered(session: Session, dags: readonly DagModel[]): Promise<number> {
  const done = new Set([session.dag.dagId]);
  let exitCode = 0;
  for (;;) {
    const [next] = due(new AssetLog(session.out.assets), dags, done);
    if (!next || session.stop.signal.aborted) return session.stop.exitCode() ?? exitCode;
    done.add(next.dag.dagId);
    session.stdout.write(`\n${reason(next)}\n`);
    exitCode = (await runSession(sessionOf(session, next))) || exitCode;
    // After the run: one that was killed is triggered again by the next runner.
    if (!session.stop.signal.aborted) new AssetLog(session.out.assets).consumed(next.dag.dagId);
  }
}

function due(assets: AssetLog, dags: readonly DagModel[], done: ReadonlySet<string>): Triggered[] {
  return dags.flatMap((dag) => {
    const condition = assetTrigger(dag.schedule);
    if (!condition || done.has(dag.dagId)) return [];
    const { updates, updated } = assets.pending(dag.dagId, assetsIn(condition));
    return isMet(condition, updated) ? [{ dag, updates }] : [];
  });
}

function reason({ dag, updates }: Triggered): string {
  const uris = [...new Set(updates.map(({ uri }) => uri))];
  const count = updates.length === 1 ? "1 update" : `${updates.length} updates`;
  return `${count} of ${uris.join(", ")} triggered ${dag.dagId}.`;
}

function sessionOf(session: Session, { dag, updates }: Triggered): Session {
  const { jobs, trigger, retryDelay, python } = session.options;
  const options = {
    dagId: dag.dagId,
    tasks: [],
    params: [],
    jobs,
    trigger,
    retryDelay,
    python,
    resume: false,
  };
  const planned = [undatedRun("asset_triggered", new Date(), eventsOf(updates))];
  return { ...session, options, dag, tasks: dag.tasks, planned, params: defaultParams(dag.params) };
}
