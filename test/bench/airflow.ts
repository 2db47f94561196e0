// Runs in real Airflows, beside the same DAGs of Python operators.
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { type BenchAirflow, startBenchAirflow } from "./airflow/airflow-of-bench.ts";
import { backfill } from "./airflow/backfill.ts";
import { python } from "./airflow/python-operators.ts";
import { singleTasks } from "./airflow/time-of-a-task.ts";
import type { Bench, Part } from "./bench.ts";
import { ours } from "./clean-task.ts";
import { type Contestant, type ContestResult, runContest } from "./contest.ts";

export const airflow: Part = {
  name: "airflow",
  title: "Runs in Airflow",
  about:
    "With LocalExecutor and four tasks at once. Python operators run in Airflow's own process of a task; ours starts Node.js there. CPU " +
    "time is that of the executor's workers with all that they start, so without the scheduler and Airflow's servers. First, tasks that do nothing, " +
    "one at a time, by the durations that Airflow notes; CPU time is that of one task. Then a run of a task that is mapped over 1,000 numbers, by its first and " +
    "last moment in Airflow. Then the reference pipeline on its days: from the moment in which the DAG is unpaused to the end of its last run, " +
    "and the median duration of each of its tasks. A careful author has written it in Python (streaming csv, boto3 and psycopg2, imported by the tasks that need them), " +
    "and another one as the original did it, with pandas. All leave the same rows and objects, which is checked to the byte; only ours tells Airflow of an updated asset.",
  baseline: python,
  async run(bench) {
    const contests: ContestResult[] = [];
    for (const version of [...airflowVersions].reverse()) {
      bench.progress.note(`Starting Airflow ${version}`);
      const instance = await startBenchAirflow(version, bench.scratch);
      try {
        contests.push(await singleTasks(bench, version, instance));
        contests.push(await mappedInstances(bench, version, instance));
        if (version === airflowVersions[0]) contests.push(...(await backfill(bench, version, instance)));
      } finally {
        await instance.stop();
      }
    }
    return { contests, bounds: [] };
  },
};

function mappedInstances(bench: Bench, version: string, instance: BenchAirflow): Promise<ContestResult> {
  const count = bench.quick ? 10 : 1000;
  const contestant = (name: string, dagId: string): Contestant => ({
    name,
    mostRuns: 1,
    async work() {
      const { seconds, cpuSeconds, state, value } = await instance.run(dagId, { count }, "add");
      const sum = ((count - 1) * count * (2 * count - 1)) / 6;
      if (state !== "success" || Number(value) !== sum) {
        throw new Error(`${name}: the run ended in ${state} with ${value}, not with ${sum}.`);
      }
      return { seconds, cpuSeconds, peakBytes: Number.NaN, stdout: "" };
    },
  });
  return runContest(bench, {
    title: `${count} mapped instances in Airflow ${version}`,
    contestants: [contestant(python, "mapped-in-python"), contestant(ours, "mapped-in-typescript")],
  });
}
