// Setups and teardowns, from the author's objects to the model, and how their runs end.
import { describe, expect, test } from "vitest";
import { chain, Dag, type Task } from "windsock";
import { dagModel, dagProblems, runDag } from "windsock/testing";

const edges = (dag: Dag) =>
  Object.fromEntries(dagModel(dag).tasks.map(({ taskId, upstream }) => [taskId, upstream]));
const roles = (dag: Dag) =>
  Object.fromEntries(dagModel(dag).tasks.flatMap(({ taskId, role }) => (role ? [[taskId, role]] : [])));
const fails = () => {
  throw new Error("It does so always.");
};
const states = async (dag: Dag) => {
  const { state, tasks } = await runDag(dag);
  return { run: state, ...Object.fromEntries(Object.entries(tasks).map(([id, { state }]) => [id, state])) };
};

describe("the model", () => {
  test("has what a teardown names as its setups, before it", () => {
    const dag = new Dag("a");
    const [one, two, apart] = [dag.empty("one"), dag.empty("two"), dag.empty("apart").asSetup()];
    dag.empty("remove").asTeardown({ setups: [one, two], onFailureFailDagrun: true });
    expect(roles(dag)).toEqual({
      one: { kind: "setup" },
      two: { kind: "setup" },
      apart: { kind: "setup" },
      remove: { kind: "teardown", onFailureFailDagrun: true },
    });
    expect(edges(dag)).toEqual({ one: [], two: [], apart: [], remove: ["one", "two"] });
    expect(apart.taskId).toBe("apart");
  });

  test("takes a setup that is said to come before a teardown", () => {
    const dag = new Dag("a");
    dag.empty("create").asSetup().before(dag.empty("remove").asTeardown());
    expect(dagProblems(dag)).toEqual([]);
  });

  test("puts between them what a scope begins and ends with, whenever its order is said", () => {
    const dag = new Dag("a");
    const create = dag.empty("create");
    const [first, middle, last] = [dag.empty("first"), dag.empty("middle"), dag.empty("last")];
    dag.empty("remove").asTeardown({ setups: create }).around(last, middle, first);
    chain(first, middle, last);
    expect(edges(dag)).toEqual({
      create: [],
      first: ["create"],
      middle: ["first"],
      last: ["middle"],
      remove: ["create", "last"],
    });
  });

  test("puts one scope into another, its teardowns in reverse", () => {
    const dag = new Dag("a");
    const [outer, inner] = [dag.empty("outer"), dag.empty("inner")];
    const removeInner = dag.empty("remove_inner").asTeardown({ setups: inner });
    dag.empty("remove_outer").asTeardown({ setups: outer }).around(removeInner);
    removeInner.around(dag.empty("work"));
    expect(edges(dag)).toEqual({
      outer: [],
      inner: ["outer"],
      remove_inner: ["inner", "work"],
      remove_outer: ["outer", "remove_inner"],
      work: ["inner"],
    });
  });

  test("puts all of a group into a scope, its own teardowns too", () => {
    const dag = new Dag("a");
    const group = dag.taskGroup("g");
    dag
      .empty("remove")
      .asTeardown({ setups: dag.empty("create") })
      .around(group);
    group
      .empty("remove")
      .asTeardown({ setups: group.empty("create") })
      .around(group.empty("work"));
    expect(edges(dag)).toMatchObject({
      remove: ["create", "g.remove"],
      "g.create": ["create"],
      "g.work": ["g.create"],
      "g.remove": ["g.create", "g.work"],
    });
  });

  test("lets what follows a group come after its work, not after its teardowns", () => {
    const dag = new Dag("a");
    const group = dag.taskGroup("g");
    group.before(dag.empty("next"));
    group
      .empty("remove")
      .asTeardown({ setups: group.empty("create") })
      .around(group.empty("work"));
    expect(edges(dag).next).toEqual(["g.work"]);
    expect(dagProblems(dag)).toEqual([]);
  });

  test("survives scopes that are in each other, and says so", () => {
    const dag = new Dag("a");
    const one = dag.empty("one").asTeardown({ setups: dag.empty("a") });
    const two = dag
      .empty("two")
      .asTeardown({ setups: dag.empty("b") })
      .around(one);
    one.around(two);
    expect(dagProblems(dag)).toEqual([expect.stringContaining("Tasks wait for each other: ")]);
  });
});

describe("a problem is", () => {
  const scope = (dag: Dag): { create: Task; work: Task; remove: Task } => {
    const [create, work] = [dag.empty("create"), dag.empty("work")];
    return { create, work, remove: dag.empty("remove").asTeardown({ setups: create }).around(work) };
  };

  test("another trigger rule than all_success behind a setup, said or by default", () => {
    const dag = new Dag("a");
    scope(dag).create.before(dag.empty("next", { triggerRule: "all_done" }));
    expect(dagProblems(dag)).toEqual([
      'Task "next" directly follows setup "create" with triggerRule "all_done", and Airflow takes only "all_success" there. ' +
        "Leave the rule out, or put a task between them.",
    ]);
    const other = new Dag("a", { defaults: { triggerRule: "none_failed" } });
    scope(other);
    expect(dagProblems(other)).toEqual([
      expect.stringContaining('Task "work" directly follows setup "create" with triggerRule "none_failed"'),
    ]);
  });

  test("a trigger rule of a teardown", () => {
    const dag = new Dag("a");
    const remove = dag.empty("remove", { triggerRule: "always" });
    remove.asTeardown({ setups: dag.empty("create") });
    expect(dagProblems(dag)).toEqual([
      'Task "remove" is a teardown, whose trigger rule Airflow sets. Leave triggerRule out.',
    ]);
  });

  test("a teardown without a setup", () => {
    const dag = new Dag("a");
    dag.empty("remove").asTeardown().after(dag.empty("work"));
    expect(dagProblems(dag)).toEqual([
      'Task "remove" is a teardown of nothing. Say which tasks set up what it tears down: asTeardown({ setups: ... }); ' +
        'or let it be a task that runs in any case: triggerRule "all_done".',
    ]);
  });

  test("a branch that decides about a teardown", () => {
    const dag = new Dag("a");
    const { remove, work } = scope(dag);
    dag.if(dag.task("decide", () => true)()).then(work, remove);
    expect(dagProblems(dag)).toEqual([
      'Task "decide" decides about "remove", a teardown, and nothing skips those but its setups. Name its setups instead.',
    ]);
  });

  test("something after a group that holds nothing but setups and teardowns", () => {
    const dag = new Dag("a");
    const group = dag.taskGroup("g");
    group.empty("remove").asTeardown({ setups: group.empty("create") });
    group.before(dag.empty("next"));
    expect(dagProblems(dag)).toEqual([
      'Group "g" holds only setups and teardowns, and what comes after it would come after none of them. Name the tasks that are meant.',
    ]);
  });

  test("a task of another DAG in a scope", () => {
    const dag = new Dag("a");
    const remove = dag.empty("remove").asTeardown({ setups: dag.empty("create") });
    remove.around(new Dag("b").empty("foreign"));
    expect(dagProblems(dag)).toEqual(['Task "remove" is around "foreign", which is not in DAG "a".']);
  });
});

test("a task sets up or tears down, and only a teardown is around others", () => {
  const dag = new Dag("a");
  const twice = 'Task "a" is said to be a setup and a teardown. A task is one of them; use two tasks.';
  expect(() => dag.empty("a").asSetup().asTeardown()).toThrow(twice);
  expect(() => dag.empty("a").asTeardown().asSetup()).toThrow(twice);
  expect(() => (dag.empty("b") as never as { around(): void }).around()).toThrow('Task "b" is no teardown');
});

describe("a run", () => {
  test("tears down after a failure, and fails by the work", async () => {
    const dag = new Dag("a");
    const create = dag.empty("create");
    const remove = dag.task("remove", () => "removed")();
    remove.asTeardown({ setups: create }).around(dag.task("work", fails)());
    expect(await states(dag)).toEqual({
      run: "failed",
      create: "success",
      work: "failed",
      remove: "success",
    });
  });

  test("does not tear down what was never set up", async () => {
    const dag = new Dag("a");
    const create = dag.task("create", fails)();
    dag.empty("remove").asTeardown({ setups: create }).around(dag.empty("work"));
    const ends = { create: "failed", work: "upstream_failed", remove: "upstream_failed" };
    expect(await states(dag)).toEqual({ run: "failed", ...ends });
  });

  test.each([
    [false, "success"],
    [true, "failed"],
  ])("with onFailureFailDagrun %s ends as %s when a teardown fails", async (onFailureFailDagrun, run) => {
    const dag = new Dag("a");
    const remove = dag.task("remove", fails)();
    remove.asTeardown({ setups: dag.empty("create"), onFailureFailDagrun }).around(dag.empty("work"));
    expect(await states(dag)).toEqual({ run, create: "success", work: "success", remove: "failed" });
  });

  test("lets nothing run in a scope whose setup failed, whatever its trigger rule", async () => {
    const dag = new Dag("a");
    const [work, after] = [dag.empty("work"), dag.empty("after", { triggerRule: "all_done" })];
    dag
      .empty("remove")
      .asTeardown({ setups: dag.task("create", fails)() })
      .around(work, after);
    chain(work, after);
    expect(await states(dag)).toMatchObject({ work: "upstream_failed", after: "upstream_failed" });
  });

  test("tears down in a test that goes no further", async () => {
    const dag = new Dag("a");
    const work = dag.empty("work");
    dag
      .empty("remove")
      .asTeardown({ setups: dag.empty("create") })
      .around(work);
    work.before(dag.empty("next"));
    expect(Object.keys((await runDag(dag, { upTo: "work" })).tasks)).toEqual(["create", "work", "remove"]);
  });
});
