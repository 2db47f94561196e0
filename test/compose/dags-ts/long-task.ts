// Copied into the clone that the test runs: a task whose first try outlasts the test, so that a run succeeds only
// when Airflow gives the task to another worker.
import { setTimeout } from "node:timers/promises";
import { Dag, type TaskArgs } from "windsock";

const dag = new Dag("long-task", {
  startDate: "2021-01-01",
  catchup: false,
  defaults: { retries: 2, retryDelay: { seconds: 1 } },
});

dag.task("wait", async ({ context, log, signal }: TaskArgs) => {
  log.info(`Try ${context.tryNumber}.`);
  if (context.tryNumber === 1) await setTimeout(3_600_000, undefined, { signal });
})({});

export default dag;
