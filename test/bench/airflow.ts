// Runs in real Airflows, beside the same DAGs of Python operators.
import { type AirflowVersion, airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { type BenchAirflow, startBenchAirflow } from "./airflow/airflow-of-bench.ts";
import { backfill } from "./airflow/backfill.ts";
import { python } from "./airflow/python-operators.ts";
import { singleTasks } from "./airflow/time-of-a-task.ts";
import type { Bench, Part, PartResult } from "./bench.ts";
import { ours } from "./clean-task.ts";
import { type Contestant, type ContestResult, runContest } from "./contest.ts";

const about =
  "With LocalExecutor and four tasks at once. Python operators run in Airflow's own process of a task; ours starts Node.js there. CPU " +
  "time is that of the executor's workers with all that they start, so without the scheduler and Airflow's servers.";

/** Each is a part of its own: they take up to an hour, and what one has measured is written down when it ends. */
export const airflow: readonly Part[] = [
  {
    name: "airflow-tasks",
    title: "Tasks in Airflow",
    about: `${about} Tasks that do nothing, one at a time, by the durations that Airflow notes; CPU time is that of one task.`,
    baseline: python,
    run: (bench) => inEach(bench, airflowVersions, singleTasks),
  },
  {
    name: "airflow-mapped",
    title: "Mapped tasks in Airflow",
    about: `${about} A run of a task that is mapped over 1,000 numbers, by its first and last moment in Airflow.`,
    baseline: python,
    run: (bench) => inEach(bench, airflowVersions, mappedInstances),
  },
  {
    name: "airflow-backfill",
    title: "A backfill in Airflow",
    about:
      `${about} The reference pipeline on its days: from the moment in which the DAG is unpaused to the end of its last run, ` +
      "and the median duration of each of its tasks. A careful author has written it in Python (streaming csv, boto3 and psycopg2, imported by the tasks that need them), " +
      "and another one as the original did it, with pandas. All leave the same rows and objects, which is checked to the byte; only ours tells Airflow of an updated asset. Workers look for " +
      "the end of a task each second, which Airflow by itself does every five.",
    baseline: python,
    run: (bench) => inEach(bench, airflowVersions.slice(0, 1), backfill),
  },
];

type Contests = (bench: Bench, version: string, instance: BenchAirflow) => Promise<ContestResult[]>;

async function inEach(
  bench: Bench,
  versions: readonly AirflowVersion[],
  contestsIn: Contests,
): Promise<PartResult> {
  const contests: ContestResult[] = [];
  for (const version of versions) {
    bench.progress.note(`Starting Airflow ${version}`);
    const instance = await startBenchAirflow(version, bench.scratch);
    try {
      contests.push(...(await contestsIn(bench, version, instance)));
    } finally {
      await instance.stop();
    }
  }
  return { contests, bounds: [] };
}

async function mappedInstances(
  bench: Bench,
  version: string,
  instance: BenchAirflow,
): Promise<ContestResult[]> {
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
  const contestants = [contestant(python, "mapped-in-python"), contestant(ours, "mapped-in-typescript")];
  return [await runContest(bench, { title: `${count} mapped instances in Airflow ${version}`, contestants })];
}
