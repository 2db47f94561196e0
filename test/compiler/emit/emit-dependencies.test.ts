import { expect, test } from "vitest";
import { emitDependencies } from "../../../src/compiler/emit/emit-dependencies.ts";
import type { TaskModel } from "../../../src/model/dag/task-model.ts";

/** Tasks by id, with what they come after; all that is looked at of a task. */
function statements(upstream: Readonly<Record<string, readonly string[]>>): string[] {
  const tasks = Object.entries(upstream).map(([taskId, upstream]) => ({ taskId, upstream }) as TaskModel);
  const names = new Map(Object.keys(upstream).map((taskId) => [taskId, taskId.replaceAll("-", "_")]));
  return emitDependencies({ tasks, groups: [], groupEdges: [] }, names);
}

test("tasks in a row are one chain, by their Python names", () => {
  expect(statements({ "task-a": [], b: ["task-a"], c: ["b"] })).toEqual(["    task_a >> b >> c\n"]);
});

test("a task alone needs no statement", () => {
  expect(statements({ a: [], b: [] })).toEqual([]);
});

test("a second branch begins where it leaves", () => {
  expect(statements({ a: [], b: ["a"], c: ["a"], d: ["c"] })).toEqual(["    a >> b\n", "    a >> c >> d\n"]);
});

test("a task after several comes after their list, and the chain goes on from it", () => {
  const written = statements({ a: [], b: ["a"], c: ["a"], d: ["b", "c"], e: ["d"] });
  expect(written).toEqual(["    a >> b\n", "    a >> c\n", "    [b, c] >> d >> e\n"]);
});

test("no arrow is lost or made up, whatever the order of declaration", () => {
  const upstream = { e: ["d", "b"], d: ["c"], c: ["a"], b: ["a"], a: [] };
  const arrows = statements(upstream).flatMap((statement) => {
    const links = statement.trim().split(" >> ");
    return links.slice(1).flatMap((link, index) =>
      (links[index] ?? "")
        .replaceAll(/[[\] ]/g, "")
        .split(",")
        .map((before) => `${before}>${link}`),
    );
  });
  const expected = Object.entries(upstream).flatMap(([task, before]) =>
    before.map((each) => `${each}>${task}`),
  );
  expect(arrows.sort()).toEqual(expected.sort());
});

test("a chain stays on its line up to column 88, and is in parentheses beyond", () => {
  const [long, longer] = ["a".repeat(79), "a".repeat(80)];
  expect(statements({ [long]: [], b: [long] })).toEqual([`    ${long} >> b\n`]);
  expect(statements({ [longer]: [], b: [longer] })).toEqual([
    `    (\n        ${longer}\n        >> b\n    )\n`,
  ]);
});
