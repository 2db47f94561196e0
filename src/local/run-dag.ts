// `windsock run` from end to end: plan, lock, run, and then what the updated assets trigger.
import { loadEnvironment } from "../model/environment.ts";
import { loadDag, loadDags } from "./load-dag.ts";
import { OutFolder } from "./out-folder.ts";
import { planRuns } from "./plan-runs.ts";
import type { RunOptions } from "./run-options.ts";
import { runParams } from "./run-params.ts";
import { runSession, type Session, type Surroundings } from "./run-session.ts";
import { selectTasks } from "./select-tasks.ts";
import { listenForStop } from "./stop-signals.ts";
import { runTriggered } from "./triggered-dags.ts";
import { waitForLock } from "./wait-for-lock.ts";

/**
 * Runs a built DAG over a range of dates, without Airflow; then, once each, the DAGs that the assets it updated
 * trigger.
 *
 * @returns the exit code: 0 when all runs succeeded, 1 when one failed, 128 + n after signal n
 * @throws {UsageError} for options that make no sense for this DAG
 * @throws {RunnerError} when it cannot start, or its embedded warehouse cannot
 */
export async function runDag(options: RunOptions, surroundings: Surroundings): Promise<number> {
  const { project, env, stdout } = surroundings;
  const dag = loadDag(project, options.dagId);
  const asked = {
    options,
    dag,
    tasks: selectTasks(dag, options.tasks),
    params: runParams(dag, options.params),
    planned: planRuns(dag, options),
  };
  const dags = options.trigger ? loadDags(project) : [];
  const environment = loadEnvironment(project.folder, env);
  const out = new OutFolder(project);
  const stop = listenForStop();
  try {
    const unlock = await waitForLock(out.lock, stop.signal, (text) => stdout.write(`${text}\n`));
    if (unlock === null) return stop.exitCode() ?? 1;
    const session: Session = { ...surroundings, ...asked, environment, out, stop };
    try {
      const exitCode = await runSession(session);
      return stop.exitCode() ?? ((await runTriggered(session, dags)) || exitCode);
    } finally {
      unlock();
    }
  } finally {
    stop.close();
  }
}
