// What a task returned in the run before, and what it has pushed under keys of its own, in a test.
import { expect, test } from "vitest";
import { Dag, priorOutput } from "windsock";
import { runDag } from "windsock/testing";

const dag = new Dag("counts", { startDate: "2026-01-01" });
const counted = dag.task(
  "count",
  { before: priorOutput<{ rows: number }>() },
  ({ input }) => ({ rows: (input.before?.rows ?? 0) + 1, city: "Graz" }),
  { multipleOutputs: true },
);
dag.task("report", { rows: counted.xcom("rows"), city: counted.xcom("city") }, ({ input }) => input);

test("there is none unless the test says so", async () => {
  const { tasks } = await runDag(dag);
  expect(tasks.count?.output).toEqual({ rows: 1, city: "Graz" });
  expect(tasks.report?.output).toEqual({ rows: 1, city: "Graz" });
});

test("is what the test says", async () => {
  const { tasks } = await runDag(dag, { priorOutputs: { count: { rows: 7 } } });
  expect(tasks.report?.output).toEqual({ rows: 8, city: "Graz" });
});

test("of a task that there is", async () => {
  await expect(runDag(dag, { priorOutputs: { cuont: 1 } })).rejects.toThrow("Did you mean count?");
});

test("what is no object has no fields to push", async () => {
  const bad = new Dag("bad", { startDate: "2026-01-01" });
  bad.task("list", () => [1, 2], { multipleOutputs: true })();
  const { tasks, error } = await runDag(bad);
  expect(tasks.list?.state).toBe("failed");
  expect(String(error)).toContain("it has multipleOutputs, and returned [1,2], which is no object");
});

test("a key that nobody pushes is a problem of the build", async () => {
  const wrong = new Dag("wrong", { startDate: "2026-01-01" });
  const made = wrong.task("make", () => ({ rows: 3 }))();
  wrong.task("read", { rows: made.xcom("rows") }, ({ input }) => input);
  await expect(runDag(wrong)).rejects.toThrow(
    'Task "read" uses the XCom "rows" of "make", which pushes none. Give that task the option multipleOutputs: true.',
  );
});
