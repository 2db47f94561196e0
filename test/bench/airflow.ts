// Runs in real Airflows, beside the same DAGs of Python operators.
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { type BenchAirflow, startBenchAirflow } from "./airflow/airflow-of-bench.ts";
import type { Bench, Part } from "./bench.ts";
import { ours } from "./clean-task.ts";
import { type Contestant, type ContestResult, runContest } from "./contest.ts";

const python = "Python operators";

export const airflow: Part = {
  name: "airflow",
  title: "Runs in Airflow",
  about:
    "A run of a task that is mapped over 1,000 numbers, with LocalExecutor and four tasks at once. Python operators run in Airflow's " +
    "own process of a task; ours starts Node.js there. The times are Airflow's own, from the run's first moment to its last.",
  baseline: python,
  async run(bench) {
    const contests: ContestResult[] = [];
    for (const version of [...airflowVersions].reverse()) {
      bench.progress.note(`Starting Airflow ${version}`);
      const instance = await startBenchAirflow(version, bench.scratch);
      try {
        contests.push(await mappedInstances(bench, version, instance));
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
      const { seconds, state, value } = await instance.run(dagId, { count }, "add");
      const sum = ((count - 1) * count * (2 * count - 1)) / 6;
      if (state !== "success" || Number(value) !== sum) {
        throw new Error(`${name}: the run ended in ${state} with ${value}, not with ${sum}.`);
      }
      return { seconds, cpuSeconds: Number.NaN, peakBytes: Number.NaN, stdout: "" };
    },
  });
  return runContest(bench, {
    title: `${count} mapped instances in Airflow ${version}`,
    contestants: [contestant(python, "mapped-in-python"), contestant(ours, "mapped-in-typescript")],
  });
}
