// The DAGs that are built and run in Airflow by other tests: in this process, too, they end as they end there.
import { expect, test } from "vitest";
import { runDag } from "windsock/testing";
import outcomes from "../fixtures/airflow/dags-ts/outcomes.ts";
import values from "../fixtures/airflow/dags-ts/values.ts";
import readsOne from "../fixtures/assets/dags-ts/reads-one.ts";
import writes from "../fixtures/assets/dags-ts/writes.ts";
import schedules from "../fixtures/schedules/dags-ts/every.ts";
import hourly from "../fixtures/schedules/dags-ts/hourly.ts";
import shapes from "../fixtures/shapes/dags-ts/shapes.ts";

test("each way a task can end", async () => {
  const { state, tasks } = await runDag(outcomes, { tasks: { takes_too_long: null } });
  const ends = Object.entries(tasks).map(([taskId, task]) => [taskId, task.state, task.tries]);
  expect(ends).toEqual([
    ["fails_twice", "success", 3],
    ["skips", "skipped", 1],
    ["skipped_too", "skipped", 0],
    ["runs_anyway", "success", 0],
    ["fails_now", "failed", 1],
    ["never_runs", "upstream_failed", 0],
    ["runs_at_last", "success", 0],
    ["takes_too_long", "success", 1],
  ]);
  expect(state).toBe("failed");
});

test("values, on their way from params, variables and outputs", async () => {
  const awkward = `it's "quoted" {{ braces }} \\ \n\u2028 ✓`;
  const { tasks } = await runDag(values, {
    params: { text: awkward, deep: ["a", awkward] },
    variables: { "awkward text": awkward, made_by_environment: "e" },
    connections: { made_by_api: "http://example.com" },
  });
  expect(tasks.first?.output).toEqual({
    param: awkward,
    deep: ["a", awkward],
    variable: awkward,
    mixed: `${awkward} on 2021-07-01 in manual__2021-07-01T00:00:00+00:00`,
    fallback: "{{ it's }} $(not) 'there'",
    host: "example.com",
    environment: "e",
  });
  expect(tasks.second?.output).toEqual({ all: tasks.first?.output, one: awkward });
});

test("an update of an asset, from the DAG that makes it to the one that it triggers", async () => {
  const { assetUpdates } = await runDag(writes);
  expect(assetUpdates).toEqual([
    { uri: "daily report", extra: {} },
    { uri: "s3://lake/", extra: {} },
    { uri: "s3://shop/listings", extra: { rows: 3, place: "Bern" } },
    { uri: "warehouse://shop/public/prices", extra: {} },
    { uri: "x-rates://euro?base=chf&at=noon", extra: {} },
  ]);
  const triggeredBy = assetUpdates.filter(({ uri }) => uri === "s3://shop/listings");
  expect((await runDag(readsOne, { triggeredBy })).tasks.sum?.output).toEqual({ rows: 3 });
});

test.each([
  ["every", schedules],
  ["hourly", hourly],
])("schedule %s: the first run", async (_, dag) => {
  expect(await runDag(dag)).toMatchObject({ state: "success" });
});

test("raw Jinja cannot run, all before it can", async () => {
  const given = { variables: { prefix: "p" } };
  await expect(runDag(shapes, { ...given, connections: { redshift: "postgres://db" } })).rejects.toThrow(
    'Task "class": Raw Jinja (macros.uuid.uuid4() | string) is only evaluated by Airflow.',
  );
  const { tasks } = await runDag(shapes, { ...given, upTo: "count.left" });
  expect(Object.keys(tasks)).toEqual(["start", "count.left"]);
});
