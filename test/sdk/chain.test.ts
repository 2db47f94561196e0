// Tasks and groups in a row, and what is written on the edges between them.
import { describe, expect, test } from "vitest";
import { chain, Dag, label } from "windsock";
import { dagModel } from "windsock/testing";
import { labelsTo } from "../../src/model/dag/edge-label.ts";

/** A DAG of tasks a to f, and what of it is asked here. */
function sample() {
  const dag = new Dag("sample");
  const [a, b, c] = [dag.empty("a"), dag.empty("b"), dag.empty("c")];
  const nodes = [a, b, c, dag.empty("d"), dag.empty("e"), dag.empty("f")] as const;
  const labels = () =>
    dagModel(dag).edgeLabels.map(({ upstream, downstream, label }) => `${upstream} ${label} ${downstream}`);
  return { dag, nodes, labels };
}

test("a label is on the edges between the links beside it", () => {
  const { dag, nodes, labels } = sample();
  const [a, b, c, d, e, f] = nodes;
  chain(a, label("x"), [b, c], label("y"), [d, e], f);
  expect(labels()).toEqual(["a x b", "a x c", "b y d", "c y e"]);
  expect(dagModel(dag).tasks.map(({ upstream }) => upstream)).toEqual([
    [],
    ["a"],
    ["a"],
    ["b"],
    ["c"],
    ["d", "e"],
  ]);
});

test("each label of a list is on one of the edges", () => {
  const { nodes, labels } = sample();
  const [a, b, c, d, e, f] = nodes;
  chain(a, [label("1"), label("2")], [b, c], [label("3"), label("4")], [d, e], [label("5"), label("6")], f);
  expect(labels()).toEqual(["a 1 b", "a 2 c", "b 3 d", "c 4 e", "d 5 f", "e 6 f"]);
});

test("an edge that there is already, by data or a branch, gets its label once and keeps it", () => {
  const dag = new Dag("known");
  const decider = dag.task("decider", () => true)();
  const reader = dag.task("reader", { flag: decider }, () => {});
  dag.if(decider).then(reader);
  chain(decider, label("x"), reader);
  chain(decider, label("x"), reader);
  chain(decider, reader);
  const { tasks, edgeLabels } = dagModel(dag);
  expect(edgeLabels).toEqual([{ upstream: "decider", downstream: "reader", label: "x" }]);
  expect(tasks[1]?.upstream).toEqual(["decider"]);
});

test("the label of a group's edge is on those of its tasks that have none", () => {
  const dag = new Dag("groups");
  const [first, last] = [dag.taskGroup("first"), dag.taskGroup("last")];
  chain(first, label("all"), last);
  const [a, b] = [first.empty("a"), first.empty("b")];
  const c = last.empty("c");
  chain(a, label("one"), c);
  chain(c, last.empty("d"));
  const model = dagModel(dag);
  expect(Object.fromEntries(labelsTo("last.c", model))).toEqual({ "first.a": "one", "first.b": "all" });
  expect([...labelsTo("last.d", model)]).toEqual([]);
  expect(b.taskId).toBe("first.b");
});

describe("is refused:", () => {
  const { nodes } = sample();
  const [a, b, c] = nodes;

  test.each<[string, () => unknown, string]>([
    ["no text", () => label("  "), 'A label is a text that says something, not "  ".'],
    [
      "a label at the beginning",
      () => chain(label("x"), a),
      '"x" in a chain is not between two tasks or groups, and would be on no edge. Put it between them.',
    ],
    ["a label at the end", () => chain(a, [label("x"), label("y")]), '"x", "y" in a chain is not between'],
    ["two in a row", () => chain(a, label("x"), label("y"), b), '"y" in a chain is not between'],
    [
      "fewer labels than edges",
      () => chain(a, [label("x")], [b, c]),
      "chain puts each label of a list on one edge: the list has 1, and the edges are 2. Make the list as long",
    ],
    [
      "labels among tasks",
      // @ts-expect-error a list is of one kind
      () => chain(a, [b, label("x")]),
      "A list in a chain holds labels, or tasks and groups. Put the labels into one of their own.",
    ],
    [
      "another label on the same edge",
      () => {
        chain(a, label("x"), b);
        chain(a, label("y"), b);
      },
      'The edge from "a" to "b" is labelled "x" and "y". Airflow shows one label; leave the other one out.',
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
