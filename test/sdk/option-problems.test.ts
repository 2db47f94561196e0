// What a build refuses of options, because Airflow would refuse it or pass over it.
import { describe, expect, test } from "vitest";
import { asset, Dag } from "windsock";
import { dagProblems } from "windsock/testing";

type Options = ConstructorParameters<typeof Dag>[1];
type TaskOptions = Parameters<Dag["empty"]>[1];

const days = { schedule: "@daily", startDate: "2026-01-01" };

/** The problems of a DAG with one task. */
const problemsOf = (options: unknown, task: unknown = {}) => {
  const dag = new Dag("a", options as Options);
  dag.empty("work", task as TaskOptions);
  return dagProblems(dag);
};

describe("a DAG that fails with its first task", () => {
  const rule = (what: string) =>
    `Task "work" has triggerRule "${what}", and a DAG with failFast may only have "all_success". Leave one of them out.`;

  test.each<[string, object, object, string[]]>([
    ["none", {}, {}, []],
    ["a task's own", {}, { triggerRule: "all_done" }, [rule("all_done")]],
    ["the DAG's", { defaults: { triggerRule: "always" } }, {}, [rule("always")]],
    ["the usual one, said", { defaults: { triggerRule: "always" } }, { triggerRule: "all_success" }, []],
  ])("and trigger rules: %s", (_, options, task, problems) => {
    expect(problemsOf({ failFast: true, ...options }, task)).toEqual(problems);
  });

  test("and trigger rules: a group's, and that of a teardown", () => {
    const dag = new Dag("a", { failFast: true });
    const group = dag.taskGroup("group", { defaults: { triggerRule: "one_failed" } });
    group.empty("inner");
    dag.empty("remove").asTeardown({ setups: dag.empty("create") });
    expect(dagProblems(dag)).toEqual([
      'Task "group.inner" has triggerRule "one_failed", and a DAG with failFast may only have "all_success". Leave one of them out.',
    ]);
  });
});

describe("dates of a task", () => {
  const never = (start: string, end: string) =>
    `Task "work" would never run: of its dates and the DAG's, the latest start is ${start}, and the earliest end ${end}. Change one.`;

  test.each<[string, object, object, string[]]>([
    ["within the DAG's", { endDate: "2026-12-31" }, { startDate: "2026-02-01", endDate: "2026-03-01" }, []],
    ["one day", {}, { startDate: "2026-02-01", endDate: "2026-02-01" }, []],
    [
      "the end before the start",
      {},
      { startDate: "2026-02-01", endDate: "2026-01-31T12:00" },
      [never("2026-02-01T00:00:00", "2026-01-31T12:00:00")],
    ],
    [
      "an end before the DAG's start",
      {},
      { endDate: "2025-12-31" },
      [never("2026-01-01T00:00:00", "2025-12-31T00:00:00")],
    ],
    [
      "a start after the DAG's end",
      { endDate: "2026-06-30" },
      { startDate: "2026-07-01" },
      [never("2026-07-01T00:00:00", "2026-06-30T00:00:00")],
    ],
    [
      "what is no date",
      {},
      { startDate: "2026-02-30" },
      [
        'Task "work" has a date that cannot be: startDate "2026-02-30" is not a date. Write 2021-07-02 or 2021-07-02T06:00, ' +
          "without an offset: it is read in the DAG's time zone.",
      ],
    ],
  ])("%s", (_, options, task, problems) => {
    expect(problemsOf({ ...days, ...options }, task)).toEqual(problems);
  });

  test("with a task that waits for it", () => {
    const dag = new Dag("a", days);
    const work = dag.empty("work", { endDate: "2026-03-01" });
    dag.empty("waits").after(work);
    dag.empty("does_not", { triggerRule: "always" }).after(work);
    expect(dagProblems(dag)).toEqual([
      'Task "work" has dates of its own, and "waits" comes after it: in a run on another date Airflow leaves the task out, ' +
        "and what comes after it waits forever. Leave the dates out and skip the task: throw new AirflowSkipException(...).",
    ]);
  });
});

describe("the kinds of runs that a DAG allows", () => {
  const lack = (kind: string, why: string) =>
    `The DAG's allowedRunTypes lack "${kind}", and Airflow refuses that where a DAG ${why}. Add it.`;
  const file = asset("s3://shop/file");

  test.each<[object, string[], string[]]>([
    [days, ["scheduled", "backfill"], []],
    [days, ["manual"], [lack("scheduled", 'has a schedule that makes "scheduled" runs')]],
    [{}, ["manual", "operator_triggered"], []],
    [{}, ["operator_triggered"], [lack("manual", "has no schedule")]],
    [{ schedule: file }, ["asset_triggered"], []],
    [
      { schedule: file },
      ["manual"],
      [lack("asset_triggered", 'has a schedule that makes "asset_triggered" runs')],
    ],
  ])("%j: %j", (options, allowedRunTypes, problems) => {
    expect(problemsOf({ ...options, allowedRunTypes })).toEqual(problems);
  });

  test("are some, of those that there are", () => {
    expect(problemsOf({ allowedRunTypes: [] })).toEqual([
      expect.stringContaining("has [] as allowedRunTypes"),
    ]);
    expect(problemsOf({ allowedRunTypes: ["nightly"] })).toEqual([
      expect.stringContaining('has "nightly" as allowedRunTypes.0'),
    ]);
  });
});

describe("what a task tells its executor", () => {
  test.each<[unknown, string]>([
    [
      "KubernetesExecutor",
      'Task "work" has "KubernetesExecutor" as executorConfig. Write an object, such as',
    ],
    [{ pod_override: {} }, "Write podOverride for pod_override."],
    [
      { podOverride: { spec: {} } },
      'Task "work" has undefined as executorConfig.podOverride.spec.containers.',
    ],
    [
      { podOverride: { spec: { containers: [{ nmae: "base" }] } } },
      "executorConfig.podOverride.spec.containers.0",
    ],
    [
      { podOverride: { spec: { containers: [{ name: "base", image: 1 }] } } },
      "has 1 as executorConfig.podOverride.spec",
    ],
    [{ cpu: Number.NaN }, "executorConfig.cpu is NaN"],
    [{ at: new Date(0) }, "executorConfig.at is"],
  ])("%j", (executorConfig, problem) => {
    expect(problemsOf({}, { executorConfig })).toEqual([expect.stringContaining(problem)]);
  });
});

test("an option that is left out is refused with the reason, by either of its names", () => {
  expect(
    problemsOf({ slaMissCallback: 1, template_searchpath: "/sql" }, { doXcomPush: false, retry_policy: {} }),
  ).toEqual([
    'The DAG has an option "slaMissCallback", which Airflow has and Windsock has not: Airflow 3 has no SLAs.',
    expect.stringContaining(
      'The DAG has an option "template_searchpath", which Airflow has and Windsock has not: text',
    ),
    expect.stringContaining(
      'Task "work" has an option "doXcomPush", which Airflow has and Windsock has not: what a task',
    ),
    expect.stringContaining(
      'Task "work" has an option "retry_policy", which Airflow has and Windsock has not: it decides',
    ),
  ]);
});
