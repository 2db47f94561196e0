import { describe, expect, test } from "vitest";
import { orderTasks } from "../../../src/model/dag/order-tasks.ts";

const tasks = (edges: Record<string, string[]>) =>
  Object.entries(edges).map(([taskId, upstream]) => ({ taskId, upstream }));

const ids = (edges: Record<string, string[]>) => {
  const order = orderTasks(tasks(edges));
  return "ordered" in order ? order.ordered.map(({ taskId }) => taskId) : order.cycle;
};

describe("tasks", () => {
  test("keep the order they were declared in where dependencies allow it", () => {
    expect(ids({ c: [], a: [], b: ["a"] })).toEqual(["c", "a", "b"]);
  });

  test("come after their upstream tasks", () => {
    expect(ids({ d: ["b", "c"], c: ["a"], b: ["a"], a: [] })).toEqual(["a", "b", "c", "d"]);
  });

  test("that wait for each other are told as a path along the arrows", () => {
    expect(ids({ start: [], a: ["start", "c"], b: ["a"], c: ["b"] })).toEqual(["a", "b", "c", "a"]);
    expect(ids({ self: ["self"] })).toEqual(["self", "self"]);
  });

  test("may name an upstream task that does not exist", () => {
    expect(ids({ a: ["gone"] })).toEqual(["a"]);
  });
});
