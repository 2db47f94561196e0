// Tasks whose input is named before their function.
import { expect, test } from "vitest";
import { chain, Dag, ds, t } from "windsock";
import { dagModel, dagProblems, runDag } from "windsock/testing";

const dag = new Dag("inferred", { startDate: "2026-01-01", schedule: "@daily" });
const counted = dag.task("count", { day: ds, parts: [t`in/${ds}`, "more"] }, ({ input }) => ({
  rows: input.parts.length,
  day: input.day,
}));
const group = dag.taskGroup("group");
const twice = group.task("twice", { counted, by: 2 }, ({ input }) => input.counted.rows * input.by, {
  retries: 2,
});
chain(dag.empty("start"), counted);
chain(twice, dag.empty("end"));

test("come after the tasks whose outputs they are given, with their options", () => {
  const { tasks } = dagModel(dag);
  expect(tasks.map(({ taskId, upstream }) => [taskId, upstream])).toEqual([
    ["count", ["start"]],
    ["group.twice", ["count"]],
    ["start", []],
    ["end", ["group.twice"]],
  ]);
  expect(tasks[1]?.options).toEqual({ retries: 2 });
  expect(dagProblems(dag)).toEqual([]);
});

test("get the values", async () => {
  const { state, tasks } = await runDag(dag, { logicalDate: "2026-01-02" });
  expect(state).toBe("success");
  expect(tasks.count?.output).toEqual({ rows: 2, day: "2026-01-02" });
  expect(tasks["group.twice"]?.output).toBe(4);
});
