// Groups of tasks, from the author's objects to the model and to what the build refuses.
import { describe, expect, test } from "vitest";
import { chain, Dag } from "windsock";
import { dagModel, dagProblems } from "windsock/testing";
import { defaultsOf } from "../../src/model/dag/task-group.ts";

const upstreamOf = (dag: Dag) =>
  Object.fromEntries(dagModel(dag).tasks.map(({ taskId, upstream }) => [taskId, upstream]));

test("ids are behind those of the groups around them, unless a group says otherwise", () => {
  const dag = new Dag("a");
  const outer = dag.taskGroup("outer");
  const plain = outer.taskGroup("plain", { prefixGroupId: false });
  expect([outer.empty("x").taskId, plain.groupId, plain.empty("y").taskId]).toEqual([
    "outer.x",
    "outer.plain",
    "y",
  ]);
  expect(plain.taskGroup("inner").empty("z").taskId).toBe("inner.z");
  expect(dagModel(dag).tasks.map(({ taskId, groupId }) => [taskId, groupId])).toEqual([
    ["outer.x", "outer"],
    ["y", "outer.plain"],
    ["inner.z", "inner"],
  ]);
});

test("an edge of a group is one of its first or last tasks, whenever it was said", () => {
  const dag = new Dag("a");
  const [one, two] = [dag.taskGroup("one"), dag.taskGroup("two")];
  chain(dag.empty("start"), one, two, dag.empty("end"));
  chain(one.empty("a"), [one.empty("b"), one.empty("c")]);
  const inner = two.taskGroup("inner");
  inner.empty("x");
  inner.empty("y");
  inner.before(two.empty("z"));
  expect(upstreamOf(dag)).toEqual({
    start: [],
    end: ["two.z"],
    "one.a": ["start"],
    "one.b": ["one.a"],
    "one.c": ["one.a"],
    "two.inner.x": ["one.b", "one.c"],
    "two.inner.y": ["one.b", "one.c"],
    "two.z": ["two.inner.x", "two.inner.y"],
  });
});

test("the defaults of inner groups come before those of outer ones, and those before the DAG's", () => {
  const dag = new Dag("a", { defaults: { retries: 1, owner: "dag", pool: "dag" } });
  const outer = dag.taskGroup("outer", { defaults: { retries: 2, owner: "outer" } });
  outer.taskGroup("inner", { defaults: { retries: 3 } }).empty("x");
  const model = dagModel(dag);
  const [task] = model.tasks;
  expect(task && defaultsOf(task, model)).toEqual({ retries: 3, owner: "outer", pool: "dag" });
});

describe("the build refuses", () => {
  test.each<[string, (dag: Dag) => void, string]>([
    [
      "a group without tasks",
      (dag) => dag.taskGroup("g").after(dag.empty("start")),
      'Group "g" has no tasks, and Airflow forgets what comes before and after it. Declare some in it, or leave it out.',
    ],
    [
      "a group with a dot in its id",
      (dag) => dag.taskGroup("a.b").empty("x"),
      'Group "a.b" holds other characters than letters, digits, dashes and underscores. Airflow refuses it.',
    ],
    [
      "a group with a long id",
      (dag) => dag.taskGroup("g".repeat(201), { prefixGroupId: false }).empty("x"),
      `Group "${"g".repeat(201)}" is longer than the 200 characters Airflow allows.`,
    ],
    [
      "a task with the id of a group",
      (dag) => {
        dag.taskGroup("g").empty("x");
        dag.empty("g");
      },
      'Task "g" has the id of the group at :1. Give one of them another id.',
    ],
    [
      "two groups of one id",
      (dag) => {
        dag.taskGroup("g").empty("x");
        dag.taskGroup("g").empty("y");
      },
      'Group "g" is made twice here. Give one of them another id.',
    ],
    [
      "an inner group that is called like one that Airflow 2 saw before",
      (dag) => {
        dag.taskGroup("g").empty("x");
        dag.taskGroup("outer").taskGroup("g").empty("x");
      },
      'Group "outer.g" is called like the group "g", and Airflow 2 takes them for one. Give one of them another id.',
    ],
    [
      "a group before a task in it",
      (dag) => {
        const group = dag.taskGroup("g");
        group.before(group.empty("x"));
      },
      'Group "g" is said to come before "g.x", which is in it. Remove that, or name the tasks that are meant.',
    ],
    [
      "a group after a group in it",
      (dag) => {
        const group = dag.taskGroup("g");
        const inner = group.taskGroup("inner");
        inner.empty("x");
        group.after(inner);
      },
      'Group "g" is said to come after "g.inner", which is in it. Remove that, or name the tasks that are meant.',
    ],
    [
      "a group before itself",
      (dag) => {
        const group = dag.taskGroup("g");
        group.empty("x");
        group.before(group);
      },
      'Group "g" is said to come before itself. Remove that.',
    ],
    [
      "a cycle through groups",
      (dag) => {
        const [one, two] = [dag.taskGroup("one"), dag.taskGroup("two")];
        two.empty("x").before(one.empty("x"));
        one.before(two);
      },
      "Tasks wait for each other: two.x => one.x => two.x. Remove one of these dependencies.",
    ],
    [
      "a group after one of another DAG",
      (dag) => {
        const other = new Dag("other").taskGroup("foreign");
        other.empty("x");
        const group = dag.taskGroup("g");
        group.empty("x");
        group.after(other);
      },
      'Group "g" comes after "foreign", which is not in DAG "a".',
    ],
  ])("%s", (_what, declare, message) => {
    const dag = new Dag("a");
    declare(dag);
    expect(dagProblems(dag)).toEqual([message]);
  });
});
