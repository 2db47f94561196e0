// Deadlines, from what authors write to the model and to Python, and what a build refuses of them.
import { describe, expect, test } from "vitest";
import { Dag, defineCallback } from "windsock";
import { dagModel, dagProblems } from "windsock/testing";
import { emitPython } from "../../src/compiler/emit/emit-python.ts";
import { checkTargets } from "../../src/model/validate/validate-targets.ts";
import type { DeadlineAlert } from "../../src/sdk/deadline.ts";

const note = defineCallback({ name: "note", run: () => undefined });
const noted = { name: "note", input: {}, connections: {}, timeLimit: 15 };
const reference = "dagrun_queued_at";
const interval = { minutes: 90 };
const callback = note();

const dagWith = (deadline: unknown) => new Dag("a", { deadline: deadline as DeadlineAlert });

test("reach the model with what is usual filled in", () => {
  const made = dagWith([
    { name: "soon", reference, interval, callback },
    { reference: { averageRuntime: {} }, interval: {}, callback: () => undefined },
    { reference: { averageRuntime: { maxRuns: 4 } }, interval, callback },
    { reference: { fixedDatetime: "2026-01-31" }, interval, callback },
  ]);
  expect(dagProblems(made)).toEqual([]);
  expect(dagModel(made)).toMatchObject({
    deadline: [
      { name: "soon", reference: { kind: reference }, interval: 5400, callback: noted },
      {
        reference: { kind: "average_runtime", maxRuns: 10, minRuns: 10 },
        interval: 0,
        callback: { ...noted, name: "dag.deadline" },
      },
      { reference: { kind: "average_runtime", maxRuns: 4, minRuns: 4 } },
      { reference: { kind: "fixed_datetime", datetime: "2026-01-31" } },
    ],
    callbacks: [{ name: "note" }, { name: "dag.deadline", position: null }],
  });
});

test("call a function of the DAG file, which Airflow finds by its name", () => {
  const made = dagWith({
    reference: { fixedDatetime: "2026-01-31T06:30" },
    interval,
    callback,
    name: "morning",
  });
  const python = emitPython({ projectName: "acme", file: "dags-ts/a.ts", bundles: {} }, dagModel(made));
  expect(python).toContain("from airflow.sdk import DeadlineAlert, DeadlineReference, SyncCallback\n");
  expect(python).toContain(`
def missed_deadline(context, **callback):
    node_callback(kind="deadline", **callback)({**context, "dag": dag})
`);
  expect(python).toContain(`    deadline=DeadlineAlert(
        reference=DeadlineReference.FIXED_DATETIME(
            pendulum.datetime(2026, 1, 31, 6, 30, tz="UTC"),
        ),
        interval=timedelta(minutes=90),
        callback=SyncCallback(missed_deadline, kwargs={"name": "note"}),
        name="morning",
    ),
`);
});

test("are for Airflow 3.3 and later", () => {
  const model = dagModel(dagWith({ reference, interval, callback }));
  expect(checkTargets(model, ["3.3"])).toEqual([]);
  expect(checkTargets(model, ["2.11", "3.3"])).toMatchObject([
    {
      message:
        'The DAG has deadline, which Airflow has since 3.3, and the DAGs are for 2.11, too. Leave it out, or say in windsock.config.ts that they are not: airflow: ["3.3"].',
    },
  ]);
});

describe("what is no deadline is a problem of the build", () => {
  const references =
    'Write "dagrun_logical_date", "dagrun_queued_at", { fixedDatetime: "2026-01-31T06:00" } or ' +
    "{ averageRuntime: { maxRuns: 10, minRuns: 3 } }, whose numbers are whole, and minRuns the smaller one.";

  test.each<[unknown, string]>([
    [
      "1 h",
      'has "1 h" as deadline. Write { reference: "dagrun_queued_at", interval: { hours: 1 }, callback }, or a list of them.',
    ],
    [
      { reference, interval, callback, nme: "x" },
      'has "x" as deadline.nme. A deadline has no nme. Did you mean name? It has: reference, interval, callback, name.',
    ],
    [{ reference: "queued_at", interval, callback }, `has "queued_at" as deadline.reference. ${references}`],
    [
      { reference: { averageRuntime: { maxRuns: 2, minRuns: 3 } }, interval, callback },
      `has {"averageRuntime":{"maxRuns":2,"minRuns":3}} as deadline.reference. ${references}`,
    ],
    [
      { reference: { averageRuntime: { maxRuns: 0 } }, interval, callback },
      `has {"averageRuntime":{"maxRuns":0}} as deadline.reference. ${references}`,
    ],
    [
      { reference, interval: { hours: -1 }, callback },
      'has {"hours":-1} as deadline.interval. Write a length of time, such as { hours: 1 }.',
    ],
    [
      { reference, callback },
      "has undefined as deadline.interval. Write a length of time, such as { hours: 1 }.",
    ],
    [
      { reference, interval, callback, name: "x".repeat(251) },
      " as deadline.name. Write a name of at most 250 characters, or none.",
    ],
    [
      [{ reference, interval, callback: note }],
      'has callback "note" as deadline.0.callback. It waits for its input and its connections: call it with them, even where there are none.',
    ],
    [
      { reference, interval, callback: [callback, callback] },
      "has several callbacks as deadline.callback. A deadline has one callback. Write a deadline for each of them.",
    ],
    [
      { reference, interval, callback: defineCallback({ name: "of_dag", kind: "dag", run: () => {} })() },
      'has callback "of_dag" as deadline.callback. It is a callback of DAGs alone. Set it at the DAG.',
    ],
  ])("%j", (deadline, problem) => {
    const [found, ...others] = dagProblems(dagWith(deadline));
    expect(found).toContain(problem);
    expect(others).toEqual([]);
  });

  test("a callback of deadlines alone, elsewhere", () => {
    const onlyLate = defineCallback({ name: "only_late", kind: "deadline", run: () => {} })();
    expect(dagProblems(new Dag("a", { onFailure: onlyLate as never }))).toEqual([
      'The DAG has callback "only_late" as onFailure. It is a callback of deadlines alone. Set it in deadline: { ..., callback }.',
    ]);
  });

  test("a date that there is not", () => {
    expect(dagProblems(dagWith({ reference: { fixedDatetime: "2026-02-30" }, interval, callback }))).toEqual([
      'fixedDatetime of a deadline "2026-02-30" is not a date. Write 2021-07-02 or 2021-07-02T06:00, without an offset: it is read in the DAG\'s time zone.',
    ]);
  });
});
