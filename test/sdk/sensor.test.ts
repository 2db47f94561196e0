// Sensors, from the author's objects to Python.
import { expect, test } from "vitest";
import { connection, Dag, defineSensor, done, ds, rawConnection, type SensorOptions } from "windsock";
import { dagModel, dagProblems } from "windsock/testing";
import * as z from "zod";
import { emitPython } from "../../src/compiler/emit/emit-python.ts";

const arrival = defineSensor({
  name: "ArrivalSensor",
  input: z.object({ day: z.string() }),
  output: z.object({ rows: z.number() }),
  connections: { api: rawConnection },
  poke: ({ input }) => (input.day > "2026" ? done({ rows: 3 }) : false),
});
const daily = { schedule: "@daily", startDate: "2026-01-01" } as const;
const python = (dag: Dag) =>
  emitPython({ projectName: "p", file: "dags-ts/a.ts", bundles: {} }, dagModel(dag));
const problemsOf = (options: object) => {
  const dag = new Dag("a", daily);
  dag.sensor("wait", () => true, options as SensorOptions<null>)();
  return dagProblems(dag);
};

test("are sensors of Airflow that run a bundle, with the options of sensors and of tasks", () => {
  const dag = new Dag("a", daily);
  const arrived = dag.sensor("arrived", arrival, {
    mode: "reschedule",
    pokeInterval: { minutes: 2 },
    timeout: { hours: 2 },
    softFail: true,
    retries: 1,
  })({ day: ds }, { api: connection("api_conn") });
  dag.task("use", { rows: arrived.output.rows }, ({ input }) => input.rows);
  expect(dagProblems(dag)).toEqual([]);
  const text = python(dag);
  expect(text).toContain("from windsock_p__sensors import NodeSensor\n");
  expect(text).toContain(`    arrived = NodeSensor(
        task_id="arrived",
        bash_command='exec node "$WINDSOCK_GENERATED/bundles/a/arrived.mjs"',
        env={"WINDSOCK_INPUT": "{{ {'day': ds} | tojson }}"},
        pre_execute=node_task({"api": "api_conn"}),
        poke_interval=120,
        timeout=7200,
        mode="reschedule",
        soft_fail=True,
        retries=1,
    )
    arrived.custom_operator_name = "ArrivalSensor"
`);
  expect(text).toContain("arrived >> use");
});

test("are imported only by the DAGs that have some", () => {
  const dag = new Dag("a", daily);
  dag.task("work", () => 1)();
  expect(python(dag)).not.toContain("__sensors");
});

test("can be functions", () => {
  const dag = new Dag("a", daily);
  const made = dag.sensor("made", { day: ds }, ({ input }) => input.day > "2026");
  const called = dag.sensor("called", () => done(3))();
  made.before(called);
  expect(dagProblems(dag)).toEqual([]);
  expect(dagModel(dag).tasks).toMatchObject([
    { taskId: "made", kind: "sensor", operatorName: "@task.sensor", upstream: [] },
    { taskId: "called", kind: "sensor", upstream: ["made"] },
  ]);
});

test.each([
  [{ pokeInterval: { seconds: 0 } }, "has an empty object as pokeInterval|pokeInterval"],
  [{ timeout: { seconds: 0 } }, "timeout"],
  [
    { mode: "reschedule", pokeInterval: { seconds: 5 } },
    'has pokeInterval 5 seconds and the mode "reschedule"',
  ],
  [
    { mode: "reschedule", exponentialBackoff: true, maxWait: { seconds: 3 } },
    'has maxWait 3 seconds and the mode "reschedule"',
  ],
  [{ mode: "sleep" }, "mode"],
  [{ maxWait: { minutes: 1 } }, "has maxWait, which nothing heeds without exponentialBackoff"],
  [{ softFail: true, neverFail: true }, "has softFail and neverFail, of which Airflow takes one"],
  [{ deferrable: true }, "deferrable"],
  [{ pokeIntervall: { minutes: 1 } }, "pokeInterval"],
])("are refused with %j", (options, problem) => {
  expect(problemsOf(options)).toEqual([expect.stringMatching(new RegExp(problem))]);
});

test("may look often while they keep their worker", () => {
  expect(problemsOf({ pokeInterval: { seconds: 0.5 } })).toEqual([]);
  expect(problemsOf({ mode: "reschedule", pokeInterval: { seconds: 10 } })).toEqual([]);
});

test("need their connections, and are checked as operators are", () => {
  const dag = new Dag("a", daily);
  (dag.sensor("wait", arrival) as unknown as (input: object) => unknown)({ day: 3 });
  expect(dagProblems(dag)).toEqual([
    expect.stringContaining('Task "wait" needs a connection for "api"'),
    expect.stringContaining("day"),
  ]);
});

test("say what they are given in place of code", () => {
  const dag = new Dag("a", daily);
  expect(() => dag.sensor("wait", undefined as never)).toThrow(
    'Task "wait" has no poke: it is given undefined. Give it a sensor',
  );
  const unmade = dag.sensor("unmade", () => true) as unknown as { output: unknown };
  expect(() => unmade.output).toThrow('Task "unmade" is not made yet');
});

test("decide nothing, but for a task that gets their output", () => {
  const dag = new Dag("a", daily);
  const wait = dag.sensor("wait", () => done(true))();
  expect(() => dag.if(wait).then(dag.empty("then"))).toThrow('Task "wait" waits, and can decide nothing.');
});
