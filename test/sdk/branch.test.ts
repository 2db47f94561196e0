// Branches, from the author's objects to the model, and what they decide.
import { describe, expect, test } from "vitest";
import { Dag } from "windsock";
import { dagModel, dagProblems } from "windsock/testing";
import { type BranchModel, skippedBy } from "../../src/model/dag/branch.ts";
import type { JsonValue } from "../../src/model/json.ts";

const branchOf = (dag: Dag, taskId: string) => {
  const task = dagModel(dag).tasks.find((each) => each.taskId === taskId);
  return task?.kind === "node" ? task.branch : undefined;
};
const yes = (dag: Dag) => dag.task("decide", () => true)();

describe("the model", () => {
  test("of an if without else has a case in which nothing runs", () => {
    const dag = new Dag("a");
    dag.if(yes(dag)).then(dag.empty("x"));
    expect(branchOf(dag, "decide")).toEqual({ kind: "cases", cases: { true: ["x"], false: [] } });
  });

  test("of a group names the tasks that it begins with, whenever they are declared", () => {
    const dag = new Dag("a");
    const group = dag.taskGroup("g");
    dag.if(yes(dag)).then(group, dag.empty("x")).else(dag.empty("y"));
    group.empty("one").before(group.empty("two"));
    group.empty("three");
    const cases = { true: ["g.one", "g.three", "x"], false: ["y"] };
    expect(branchOf(dag, "decide")).toEqual({ kind: "cases", cases });
    const upstream = dagModel(dag).tasks.map(({ taskId, upstream }) => [taskId, upstream]);
    expect(Object.fromEntries(upstream)).toMatchObject({
      "g.one": ["decide"],
      "g.two": ["g.one"],
      "g.three": ["decide"],
      x: ["decide"],
      y: ["decide"],
    });
    expect(dagProblems(dag)).toEqual([]);
  });

  test("of a short circuit says how far it reaches", () => {
    const dag = new Dag("a");
    const task = yes(dag);
    dag.shortCircuit(task);
    expect(branchOf(dag, "decide")).toEqual({ kind: "short_circuit", ignoreDownstreamTriggerRules: true });
  });
});

test("a task decides once, and only one that runs something", () => {
  const dag = new Dag("a");
  const task = yes(dag);
  dag.if(task).then(dag.empty("x"));
  expect(() => dag.shortCircuit(task)).toThrow(
    'The output of task "decide" decides something already. Say it once, or use a task for each decision.',
  );
  expect(() => dag.if(dag.empty("landmark") as never).then(dag.empty("y"))).toThrow(
    'Task "landmark" runs no TypeScript, and can decide nothing. Let a task decide that gets its output.',
  );
});

test("a branch to a task of another DAG is a problem", () => {
  const dag = new Dag("a");
  dag.if(yes(dag)).then(new Dag("other").empty("foreign"));
  expect(dagProblems(dag)).toEqual(['Task "decide" decides about "foreign", which is not in DAG "a".']);
});

describe("what is skipped", () => {
  //      decide -> a -> join; decide -> b -> join -> end; decide -> other
  const tasks = [
    { taskId: "decide", upstream: [] },
    { taskId: "a", upstream: ["decide"] },
    { taskId: "b", upstream: ["decide"] },
    { taskId: "other", upstream: ["decide"] },
    { taskId: "join", upstream: ["a", "b"] },
    { taskId: "end", upstream: ["join", "decide"] },
  ];
  const decided = (branch: BranchModel, value: JsonValue) => {
    const decision = skippedBy(branch, value, "decide", tasks);
    return "problem" in decision ? decision.problem : [...decision.skipped].sort();
  };
  const cases = (named: Record<string, string[]>): BranchModel => ({ kind: "cases", cases: named });
  const circuit = (ignoreDownstreamTriggerRules: boolean): BranchModel => ({
    kind: "short_circuit",
    ignoreDownstreamTriggerRules,
  });

  test.each<[string, BranchModel, JsonValue, string[] | string]>([
    ["the other side", cases({ true: ["a"], false: ["b"] }), true, ["b"]],
    ["nothing when there is no other side", cases({ true: ["a"], false: [] }), true, []],
    ["the only side", cases({ true: ["a"], false: [] }), false, ["a"]],
    [
      "all cases but those in the list",
      cases({ one: ["a"], two: ["b"], three: ["other"] }),
      ["one", "two"],
      ["other"],
    ],
    ["all cases, when the list is empty", cases({ one: ["a"], two: ["b"] }), [], ["a", "b"]],
    [
      "no task of a case that comes after the one that runs",
      cases({ long: ["a"], short: ["end"] }),
      "long",
      [],
    ],
    ["a task that is in both cases never", cases({ one: ["a", "b"], two: ["b"] }), "two", ["a"]],
    ["everything after a short circuit", circuit(true), false, ["a", "b", "end", "join", "other"]],
    ["what comes directly after it", circuit(false), false, ["a", "b", "end", "other"]],
    ["nothing after one that is true", circuit(true), true, []],
  ])("%s", (_what, branch, value, skipped) => {
    expect(decided(branch, value)).toEqual(skipped);
  });

  test.each<[JsonValue, string]>([
    ["three", 'It returned "three", and its cases are "one", "two".'],
    [["one", "three"], 'It returned ["one","three"], and its cases are "one", "two".'],
    [null, 'It returned null, and its cases are "one", "two".'],
    [1, 'It returned 1, and its cases are "one", "two".'],
  ])("nothing, when %j is no case", (value, problem) => {
    expect(decided(cases({ one: ["a"], two: ["b"] }), value)).toBe(problem);
  });

  test("nothing, when a short circuit is neither true nor false", () => {
    expect(decided(circuit(true), 0)).toBe("It returned 0, which is neither true nor false.");
  });
});
