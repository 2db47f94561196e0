// Tasks that wait for other DAGs, from the author's objects to Python.
import { expect, test } from "vitest";
import { Dag, defineOperator } from "windsock";
import { dagModel, dagProblems, runDag } from "windsock/testing";
import * as z from "zod";
import { emitPython } from "../../src/compiler/emit/emit-python.ts";

const listings = new Dag("listings", { schedule: "@daily", startDate: "2026-01-01" });
const cleanListings = defineOperator({
  name: "CleanListings",
  output: z.object({ rows: z.number(), of: z.object({ city: z.string() }) }),
  run: () => ({ rows: 3, of: { city: "Graz" } }),
});
const clean = listings.task("clean", cleanListings)();
const city = listings.task("city", () => "Graz")();
const checks = listings.taskGroup("checks");
const inner = checks.empty("inner");

const daily = { schedule: "@daily", startDate: "2026-01-01" } as const;
const python = (dag: Dag) =>
  emitPython({ projectName: "p", file: "dags-ts/a.ts", bundles: {} }, dagModel(dag))
    .split("\n")
    .filter((line) => line.trim() !== "");

test("are Airflow's sensor, with all that is said of it", () => {
  const dag = new Dag("a", daily);
  dag.waitForTask(
    "clean",
    clean,
    {
      executionDelta: { hours: 1 },
      allowedStates: ["success", "skipped"],
      skippedStates: ["removed"],
      failedStates: ["failed", "upstream_failed"],
      checkExistence: true,
      pokeInterval: { seconds: 30 },
      timeout: { hours: 2 },
      mode: "reschedule",
      softFail: true,
      silentFail: false,
      exponentialBackoff: true,
      maxWait: { minutes: 5 },
    },
    { retries: 1 },
  );
  expect(dagProblems(dag)).toEqual([]);
  const lines = python(dag);
  expect(lines).toContain("from windsock_p__other_dags import ExternalTaskSensor");
  expect(lines.slice(lines.indexOf("    clean = ExternalTaskSensor("))).toEqual([
    "    clean = ExternalTaskSensor(",
    '        task_id="clean",',
    '        external_dag_id="listings",',
    '        external_task_id="clean",',
    "        execution_delta=timedelta(hours=1),",
    '        allowed_states=["success", "skipped"],',
    '        skipped_states=["removed"],',
    '        failed_states=["failed", "upstream_failed"],',
    "        check_existence=True,",
    "        poke_interval=30,",
    "        timeout=7200,",
    '        mode="reschedule",',
    "        soft_fail=True,",
    "        silent_fail=False,",
    "        exponential_backoff=True,",
    "        max_wait=300,",
    "        retries=1,",
    "    )",
  ]);
});

test("are for a task, several, a group or a whole run", () => {
  const dag = new Dag("a", daily);
  dag.waitForTask("several", [clean, inner]);
  dag.waitForTaskGroup("group", checks);
  dag.waitForDag("run", listings, { executionDelta: { hours: -1 }, deferrable: true });
  dag.waitForTask("ids", { dagId: "legacy", taskIds: ["load", "check"] });
  dag.waitForTaskGroup("group_of_ids", { dagId: "legacy", taskGroupId: "loads.daily" });
  dag.waitForDag("id", "legacy");
  expect(dagProblems(dag)).toEqual([]);
  const lines = python(dag);
  expect(lines.slice(lines.indexOf("with DAG(") + 1).join("\n")).toMatchInlineSnapshot(`
    "    dag_id="a",
        schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
        start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
        catchup=False,
        max_active_runs=16,
    ) as dag:
        several = ExternalTaskSensor(
            task_id="several",
            external_dag_id="listings",
            external_task_ids=["clean", "checks.inner"],
        )
        group = ExternalTaskSensor(
            task_id="group",
            external_dag_id="listings",
            external_task_group_id="checks",
        )
        run = ExternalTaskSensor(
            task_id="run",
            external_dag_id="listings",
            execution_delta=timedelta(seconds=-3600),
            deferrable=True,
        )
        ids = ExternalTaskSensor(
            task_id="ids",
            external_dag_id="legacy",
            external_task_ids=["load", "check"],
        )
        group_of_ids = ExternalTaskSensor(
            task_id="group_of_ids",
            external_dag_id="legacy",
            external_task_group_id="loads.daily",
        )
        id = ExternalTaskSensor(task_id="id", external_dag_id="legacy")"
  `);
});

test("return what the other task has returned, where it is read", () => {
  const dag = new Dag("a", daily);
  const cleaned = dag.waitForTask("cleaned", clean);
  const both = dag.waitForTask("both", [clean, city]);
  dag.task("report", { rows: cleaned.output.rows, city: both.output[1] }, ({ input }) => input);
  expect(dagProblems(dag)).toEqual([]);
  const model = dagModel(dag);
  expect(model.tasks.find(({ taskId }) => taskId === "report")?.upstream).toEqual(["cleaned", "both"]);
  const text = python(dag).join("\n");
  expect(text).toContain("from windsock_p__other_dags import ExternalTaskOutputSensor\n");
  expect(text).toContain('        external_task_id="clean",\n');
  expect(text).toContain('        external_task_ids=["clean", "city"],\n');
  expect(text).toContain("ti.xcom_pull(task_ids='both')[1]");
});

test("what cannot be is a problem", () => {
  const dag = new Dag("a", daily);
  const own = dag.empty("own");
  dag.waitForTask("of_itself", own);
  dag.waitForDag("itself", "a");
  dag.waitForTask("zero", clean, { pokeInterval: {}, timeout: { seconds: 0 } });
  dag.waitForTask("twice", [clean, clean]);
  dag.waitForTask("none", { dagId: "legacy", taskIds: [] });
  dag.waitForTask("overlap", clean, { failedStates: ["success"], skippedStates: ["skipped", "skipped"] });
  dag.waitForTask("soft_and_never", clean, { softFail: true, neverFail: true });
  dag.waitForTask("defers", clean, { deferrable: true, mode: "poke", maxWait: { minutes: 1 } });
  dag.waitForTask("waits_longer", clean, { maxWait: { minutes: 1 } });
  dag.waitForDag("states", listings, { allowedStates: ["skipped"] as never });
  dag.waitForTask("options", clean, { poke_interval: 3 } as object);
  dag.waitForTask("id", { dagId: "no such/id", taskId: "load" });
  dag.waitForTask("task_id", { dagId: "legacy", taskId: "{{ ds }}" });
  const read = dag.waitForTask("read", clean);
  dag.task(
    "field",
    { n: (read.output as unknown as { row: typeof read.output.rows }).row },
    ({ input }) => input,
  );
  const problems = dagProblems(dag).join("\n");
  for (const problem of [
    'Task "of_itself" waits for task "own" of DAG "a", which is its own.',
    'Task "itself" waits for DAG "a", which is its own.',
    'Task "zero" has {} as pokeInterval.',
    'Task "zero" has {"seconds":0} as timeout.',
    'Task "twice" waits for "clean" twice. Name it once.',
    'Task "none" waits for no task of DAG "legacy".',
    'Task "overlap" names the state "success" twice in allowedStates, skippedStates and failedStates.',
    'Task "overlap" names the state "skipped" twice',
    'Task "soft_and_never" has softFail and neverFail',
    'Task "defers" is deferrable, and has mode, which only a worker heeds.',
    'Task "waits_longer" has maxWait, which nothing heeds without exponentialBackoff.',
    'Task "states" has "skipped" as allowedStates.0.',
    'Task "options" has an option "poke_interval", which there is not. Did you mean "pokeInterval"?',
    'Task "id" waits for task "load" of DAG "no such/id", and the id "no such/id" holds other characters',
    'Task "task_id" waits for task "{{ ds }}" of DAG "legacy", and the id "{{ ds }}" holds other characters',
    'Task "field" uses "row" of the output of "read". Its fields are: rows, of.',
  ]) {
    expect(problems).toContain(problem);
  }
  const undated = new Dag("b", { schedule: null });
  expect(() => undated.waitForTask("x", undefined as never)).toThrow("modules import each other in a circle");
  expect(() => undated.waitForTask("x", [])).toThrow("tasks of 0 DAGs");
  expect(() => undated.waitForTask("x", [clean, own])).toThrow("tasks of 2 DAGs at once: listings, a");
  expect(() => undated.waitForTask("x", { dagId: "legacy" } as never)).toThrow("waits for no task");
});

test("in a test nothing is waited for; what is read of it is the test's to say", async () => {
  const dag = new Dag("a", daily);
  const cleaned = dag.waitForTask("cleaned", clean);
  const legacy = dag.waitForTask("legacy", {
    dagId: "legacy",
    taskId: "load",
    output: z.object({ day: z.string() }),
    local: ({ context }) => ({ day: context.logicalDate ?? "" }),
  });
  dag.waitForDag("ended", listings);
  dag.task("report", { rows: cleaned.output.rows, day: legacy.output.day }, ({ input }) => input);
  expect(await runDag(dag)).toMatchObject({
    state: "failed",
    tasks: {
      ended: { state: "success", log: ['INFO It waits for DAG "listings", which has no run in a test.'] },
      legacy: { state: "success" },
      cleaned: { state: "failed" },
      report: { state: "upstream_failed" },
    },
    error: { message: expect.stringContaining('Give it: tasks: { "cleaned": ... }.') },
  });
  const { state, tasks } = await runDag<{ cleaned: typeof cleaned }>(dag, {
    tasks: { cleaned: { rows: 5, of: { city: "Linz" } } },
  });
  expect(state).toBe("success");
  expect(tasks.report?.output).toEqual({ rows: 5, day: "2026-01-01T00:00:00.000Z" });
  const wrong = await runDag(dag, { tasks: { cleaned: { rows: "five" } } });
  expect(wrong.tasks.cleaned?.state).toBe("failed");
});
