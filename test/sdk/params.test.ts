// Params without a default: whoever starts a run must give them.
import { expect, test } from "vitest";
import { allOf, asset, assetOrTimeSchedule, Dag, type TaskArgs } from "windsock";
import { dagModel, dagProblems, runDag } from "windsock/testing";
import * as z from "zod";
import { emitPython } from "../../src/compiler/emit/emit-python.ts";

const params = z.object({
  day: z.iso.date().meta({ title: "Day", section: "What" }),
  rows: z.union([z.int(), z.literal("all")]),
  city: z.string().default("Graz"),
});

function greeting(options: object = {}): Dag<typeof params> {
  const dag = new Dag("greeting", { params, ...options });
  dag.task(
    "greet",
    ({ input }: TaskArgs<{ day: string; city: string }>) => `${input.city} ${input.day}`,
  )({
    day: dag.params.day,
    city: dag.params.city,
  });
  return dag;
}

const listings = asset("s3://shop/listings");
const since = { startDate: "2026-01-01" };

test("are there in a DAG that somebody starts, as Airflow's own", () => {
  const dag = greeting();
  expect(dagProblems(dag)).toEqual([]);
  const python = emitPython({ projectName: "p", file: "dags-ts/a.ts", bundles: {} }, dagModel(dag));
  expect(python).toContain('"day": Param(type="string", format="date", title="Day", section="What"),');
  expect(python).toContain('"city": Param("Graz", type="string"),');
});

test.each([
  [{ schedule: "@daily", ...since }],
  [{ schedule: "@once", ...since }],
  [{ schedule: "@continuous", ...since }],
  [{ schedule: { hours: 1 }, ...since }],
  [{ schedule: allOf(listings) }],
  [{ schedule: assetOrTimeSchedule({ timetable: "@daily", assets: listings }), ...since }],
])("are refused with a schedule: %j", (options) => {
  const why =
    "has no default, which Airflow refuses where a DAG has a schedule: a scheduled run has nobody to ask. Add .default(...), or take the schedule away.";
  expect(dagProblems(greeting(options))).toEqual([`Param "day" ${why}`, `Param "rows" ${why}`]);
});

test("are no optional ones, which Airflow does not have", () => {
  const dag = new Dag("a", {
    params: z.object({
      one: z.string().optional(),
      two: z.string().nullable().default(null),
      three: z.string().prefault("x"),
    }),
  });
  expect(dagProblems(dag)).toEqual([
    'The DAG has the param "one", which is optional. Airflow has no such params: give it a default, such as .nullable().default(null), or let it be required.',
  ]);
});

test("have what Airflow's Param takes, too", () => {
  const dag = new Dag("a", { params: z.object({ one: z.string().meta({ title: 1 as never }) }) });
  expect(dagProblems(dag)).toEqual([expect.stringMatching(/^Param "one" has 1 as title in its \.meta/)]);
});

test("a test must give them", async () => {
  // @ts-expect-error no params
  await expect(runDag(greeting())).rejects.toThrow(
    'DAG "greeting" has params without a default. Give the run a value of each: params: { day: ... }, params: { rows: ... }.',
  );
  const { tasks } = await runDag(greeting(), { params: { day: "2026-01-02", rows: "all" } });
  expect(tasks.greet?.output).toBe("Graz 2026-01-02");
  await expect(runDag(greeting(), { params: { day: "2026-01-02", rows: "some" } })).rejects.toThrow(
    "params: rows is refused",
  );
});

test("a task that starts a run of the DAG must give them", () => {
  const dag = new Dag("starter");
  dag.triggerDagRun("all", greeting(), { conf: { day: "2026-01-02", rows: 3 } });
  // @ts-expect-error no conf
  dag.triggerDagRun("none", greeting());
  // @ts-expect-error no conf
  dag.triggerDagRun("options", greeting(), { waitForCompletion: true });
  // @ts-expect-error a part of it
  dag.triggerDagRun("some", greeting(), { conf: { rows: dag.task("count", () => 1)().output } });
  // @ts-expect-error of another type
  dag.triggerDagRun("wrong", greeting(), { conf: { day: "2026-01-02", rows: true } });
  dag.triggerDagRun("elsewhere", "somebody-elses");
  const problems = dagProblems(dag).map((problem) => problem.replace(/(needs|refuses)\..*/, "$1."));
  expect(problems).toEqual([
    'Task "none" is given no conf.day, which DAG "greeting" needs.',
    'Task "none" is given no conf.rows, which DAG "greeting" needs.',
    'Task "options" is given no conf.day, which DAG "greeting" needs.',
    'Task "options" is given no conf.rows, which DAG "greeting" needs.',
    'Task "some" is given no conf.day, which DAG "greeting" needs.',
    'Task "wrong" is given true as conf.rows, which DAG "greeting" refuses.',
  ]);
});
