// Tasks that start runs of other DAGs, from the author's objects to Python.
import { expect, test } from "vitest";
import { Dag, ds, t, variable } from "windsock";
import { dagModel, dagProblems, runDag } from "windsock/testing";
import * as z from "zod";
import { emitPython } from "../../src/compiler/emit/emit-python.ts";

const report = new Dag("report", {
  params: z.object({
    day: z.string().default("2026-01-01"),
    rows: z.number().int().min(1).default(1),
  }),
});

const python = (dag: Dag) =>
  emitPython({ projectName: "p", file: "dags-ts/a.ts", bundles: {} }, dagModel(dag))
    .split("\n")
    .filter((line) => line.trim() !== "");

test("are Airflow's own operator, whose conf keeps the types of its values", () => {
  const dag = new Dag("a");
  const counted = dag.task("count", () => ({ rows: 2 }))();
  dag.triggerDagRun(
    "start",
    report,
    {
      conf: { day: ds, rows: counted.output.rows },
      waitForCompletion: true,
      pokeInterval: { minutes: 1, seconds: 30 },
      failedStates: ["failed", "queued"],
      runId: t`report of ${ds}`,
      logicalDate: "2026-01-01",
    },
    { retries: 1 },
  );
  expect(dagProblems(dag)).toEqual([]);
  expect(dagModel(dag).tasks.find(({ taskId }) => taskId === "start")?.upstream).toEqual(["count"]);
  const lines = python(dag);
  expect(lines).toContain("from windsock_p__other_dags import TriggerDagRunOperator");
  expect(lines.slice(lines.indexOf("    start = TriggerDagRunOperator("), -1)).toEqual([
    "    start = TriggerDagRunOperator(",
    '        task_id="start",',
    '        trigger_dag_id="report",',
    "        trigger_run_id=\"{{ ('report of ' ~ ds) }}\",",
    "        conf=(",
    `            "{{ {'day': ds, 'rows': ti.xcom_pull(task_ids='count')['rows']} | tojson }}"`,
    "        ),",
    '        logical_date="2026-01-01",',
    "        wait_for_completion=True,",
    "        poke_interval=90,",
    '        failed_states=["failed", "queued"],',
    "        retries=1,",
    "    )",
  ]);
});

test("say no more than they were told", () => {
  const dag = new Dag("a");
  dag.triggerDagRun("start", "elsewhere");
  expect(python(dag).at(-1)).toBe(
    '    start = TriggerDagRunOperator(task_id="start", trigger_dag_id="elsewhere")',
  );
});

test("what cannot be is a problem", () => {
  const dag = new Dag("a");
  dag.triggerDagRun("conf", report, { conf: { rows: 0, dya: "x" } as object });
  dag.triggerDagRun("options", "b", { waitForCompletoin: true, pokeInterval: { seconds: 0.5 } } as object);
  dag.triggerDagRun("id", "no such/id");
  dag.triggerDagRun("states", "b", { allowedStates: ["skipped"] as never });
  const problems = dagProblems(dag).join("\n");
  for (const problem of [
    'Task "conf" is given conf.dya, and DAG "report" has no such param. Did you mean day? Its params are day, rows.',
    'Task "conf" is given 0 as conf.rows, which DAG "report" refuses.',
    'Task "options" has an option "waitForCompletoin", which there is not.',
    "Airflow takes whole seconds",
    'Task "id" starts a run of "no such/id", and a DAG\'s id holds other characters',
    'Task "states" has "skipped" as allowedStates.0.',
  ]) {
    expect(problems).toContain(problem);
  }
});

test("in a test nothing is started, and what it would be started with is known", async () => {
  const dag = new Dag("a", { startDate: "2026-02-03" });
  const counted = dag.task("count", () => ({ rows: 2 }))();
  dag.triggerDagRun("start", report, { conf: { day: ds, rows: counted.output.rows } });
  const { state, tasks } = await runDag(dag);
  expect(state).toBe("success");
  expect(tasks.start).toMatchObject({ state: "success", input: { day: "2026-02-03", rows: 2 } });
});

test("a Variable that the conf reads is asked for before anything runs", async () => {
  const dag = new Dag("a", { startDate: "2026-02-03" });
  dag.triggerDagRun("start", report, { conf: { day: variable("day") } });
  await expect(runDag(dag)).rejects.toThrow('"day"');
  const { tasks } = await runDag(dag, { variables: { day: "today" } });
  expect(tasks.start?.input).toEqual({ day: "today" });
});
