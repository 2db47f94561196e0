// Where the time of a task goes: tasks that do nothing, one at a time, by Airflow's own durations.
import type { Bench } from "../bench.ts";
import { ours } from "../clean-task.ts";
import { type Contestant, type ContestResult, runContest } from "../contest.ts";
import type { BenchAirflow } from "./airflow-of-bench.ts";
import { python } from "./python-operators.ts";

/** In each run. */
const tasks = 5;

export async function singleTasks(
  bench: Bench,
  version: string,
  instance: BenchAirflow,
): Promise<ContestResult[]> {
  const contestant = (name: string, dagId: string, isLimit = false): Contestant => ({
    name,
    isLimit,
    async work() {
      const { state, runId, cpuSeconds } = await instance.run(dagId, {}, "task_1");
      if (state !== "success") throw new Error(`${name}: the run ended in ${state}.`);
      const [row] = await instance.services.queryMetadata<{ seconds: number }>(
        `select percentile_cont(0.5) within group (order by duration) as seconds
           from task_instance where dag_id = '${dagId}' and run_id = '${runId}'`,
      );
      const seconds = row?.seconds ?? Number.NaN;
      return { seconds, cpuSeconds: cpuSeconds / tasks, peakBytes: Number.NaN, stdout: "" };
    },
  });
  const contestants = [
    contestant(python, "single-in-python"),
    contestant("BashOperator: true", "single-in-bash", true),
    contestant("BashOperator: node -e 0", "single-in-node", true),
    contestant(ours, "single-in-typescript"),
  ];
  return [await runContest(bench, { title: `a task that does nothing, Airflow ${version}`, contestants })];
}
