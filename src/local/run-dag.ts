// `windsock run` from end to end: plan, lock, run, and then what the updated assets trigger.
import { readParams, requireParams } from "../model/run/named-values.ts";
import { givenAnswers } from "./execute/given-answers.ts";
import { localEnvironment } from "./local-environment.ts";
import { OutFolder } from "./memory/out-folder.ts";
import { waitForLock } from "./memory/wait-for-lock.ts";
import { loadDag, loadDags } from "./plan/load-dag.ts";
import { plannedRuns } from "./plan/plan-runs.ts";
import type { RunOptions } from "./plan/run-options.ts";
import { selectTasks } from "./plan/select-tasks.ts";
import { runSession } from "./run-session.ts";
import type { Session, Surroundings } from "./session.ts";
import { listenForStop } from "./stop-signals.ts";
import { runTriggered } from "./triggered-dags.ts";

/**
 * Runs a built DAG over a range of dates, without Airflow; then, once each, the DAGs that the assets it updated
 * trigger.
 *
 * @returns the exit code: 0 when all runs succeeded, 1 when one failed, 128 + n after signal n
 * @throws {UsageError} for options that make no sense for this DAG
 * @throws {UserError} when it cannot start, or its embedded warehouse cannot
 */
export async function runDag(options: RunOptions, surroundings: Surroundings): Promise<number> {
  const { project, env, stdout } = surroundings;
  const dag = loadDag(project, options.dagId);
  const params = await readParams(dag.dagId, dag.params, options.params);
  requireParams(dag.dagId, dag.params, params);
  const asked = {
    options,
    dag,
    tasks: selectTasks(dag, options.tasks),
    params,
    planned: plannedRuns(dag, options),
  };
  givenAnswers(dag.dagId, dag.tasks, options.answers ?? []);
  const dags = options.trigger ? loadDags(project) : [];
  const out = new OutFolder(project);
  const stop = listenForStop();
  try {
    const unlock = await waitForLock(out.lock, stop.signal, (text) => stdout.write(`${text}\n`));
    if (unlock === null) return stop.exitCode() ?? 1;
    // Not before: who had the lock may have written Variables.
    const environment = localEnvironment(project, env);
    const session: Session = { ...surroundings, ...asked, environment, out, stop };
    try {
      out.clearTries();
      const exitCode = await runSession(session);
      return stop.exitCode() ?? ((await runTriggered(session, dags)) || exitCode);
    } finally {
      out.clearTries();
      unlock();
    }
  } finally {
    stop.close();
  }
}
