// Mapped tasks and groups, from the author's objects to the model and to what the build refuses.
import { describe, expect, test } from "vitest";
import { concat, cross, Dag, defineOperator, ds, type TaskArgs, t, variable, zip } from "windsock";
import { dagModel, dagProblems } from "windsock/testing";
import * as z from "zod";

type Value = TaskArgs<{ value: number }>;
const use = ({ input }: Value) => input.value;

const modelOf = (dag: Parameters<typeof dagModel>[0], taskId: string) =>
  dagModel(dag).tasks.find((task) => task.taskId === taskId);

test("a task of its own makes the list, of whatever is given", () => {
  const dag = new Dag("a");
  const made = dag.task("make", () => ({ values: [1] }))();
  dag
    .task("use", use)
    .expand(made.output.values, (value) => ({ value }))
    .mapIndexTemplate((value) => t`no ${value}`);
  const list = { kind: "output", taskId: "use__items", path: [] };
  const item = { kind: "item", of: "task", list, path: [] };
  expect(dagModel(dag).tasks.slice(1)).toMatchObject([
    {
      taskId: "use__items",
      kind: "items",
      items: { kind: "output", taskId: "make", path: ["values"] },
      upstream: ["make"],
    },
    {
      taskId: "use",
      kind: "node",
      expandsOver: list,
      input: { kind: "object", entries: { value: item } },
      mapIndexTemplate: { kind: "template", parts: [{ kind: "literal", value: "no " }, item] },
      upstream: ["use__items"],
    },
  ]);
});

test("a list that is written out needs none", () => {
  const dag = new Dag("a");
  const cities = [{ name: "Linz" }, { name: "Wels" }];
  dag
    .task("use", ({ input }: TaskArgs<{ city: string }>) => input.city)
    .expand(cities, (city) => ({
      city: city.name,
    }));
  const list = { kind: "literal", value: cities };
  expect(dagModel(dag).tasks).toMatchObject([
    {
      taskId: "use",
      expandsOver: list,
      input: { entries: { city: { kind: "item", of: "task", list, path: ["name"] } } },
      upstream: [],
    },
  ]);
});

test("what comes of a mapped task is a list, and of one in a mapped group that of its instance", () => {
  const dag = new Dag("a");
  const values = dag.task("values", () => [1, 2])();
  const mapped = dag.task("mapped", use).expand(values, (value) => ({ value }));
  const group = dag.taskGroup("group", { defaults: { retries: 2 } }).expand(mapped, (inner, item) => {
    const first = inner.task("first", { item }, ({ input }) => input.item);
    const second = inner.task("second", { first }, ({ input }) => ({ value: input.first }));
    return { first, second };
  });
  dag.task(
    "last",
    { all: group.output.second, one: group.output.first[0], mapped },
    ({ input }) => input.one,
  );
  expect(modelOf(dag, "group__items")).toMatchObject({
    items: { kind: "outputs", taskId: "mapped", path: [] },
    upstream: ["mapped"],
  });
  expect(dagModel(dag).groups).toMatchObject([
    { groupId: "group", expandsOver: { kind: "output", taskId: "group__items" } },
  ]);
  expect(modelOf(dag, "group.first")?.upstream).toEqual(["group__items"]);
  expect(modelOf(dag, "group.second")).toMatchObject({
    input: { entries: { first: { kind: "output", taskId: "group.first", sameInstance: true } } },
    upstream: ["group.first"],
  });
  expect(modelOf(dag, "last")).toMatchObject({
    input: {
      entries: {
        all: { kind: "outputs", taskId: "group.second", path: [] },
        one: { kind: "outputs", taskId: "group.first", path: [0] },
        mapped: { kind: "outputs", taskId: "mapped", path: [] },
      },
    },
    upstream: ["group.second", "group.first", "mapped"],
  });
  expect(dagProblems(dag)).toEqual([]);
});

test("lists are made one", () => {
  const dag = new Dag("a", { params: z.object({ factors: z.array(z.int()).default([2]) }) });
  const values = dag.task("values", () => [1, 2])();
  dag
    .task("multiply", ({ input }: TaskArgs<{ a: number; b: number }>) => input.a * input.b)
    .expand(concat(zip(values, dag.params.factors), cross([1], values)), (pair) => ({
      a: pair[0],
      b: pair[1],
    }));
  const output = { kind: "output", taskId: "values", path: [] };
  expect(modelOf(dag, "multiply__items")).toMatchObject({
    items: {
      kind: "combination",
      how: "concat",
      lists: [
        { how: "zip", lists: [output, { kind: "param", name: "factors", path: [] }] },
        { how: "cross", lists: [{ kind: "list", items: [{ kind: "literal", value: 1 }] }, output] },
      ],
    },
    upstream: ["values"],
  });
});

test("the tasks of a mapped group have its names", () => {
  const dag = new Dag("a");
  dag
    .taskGroup("group")
    .expand(["x"], (group) => void group.taskGroup("inner").empty("task"))
    .mapIndexTemplate((item) => item);
  expect(modelOf(dag, "group.inner.task")?.mapIndexTemplate).toMatchObject({ kind: "item", of: "group" });
});

describe("the SDK refuses", () => {
  test.each<[string, (dag: Dag) => void, string]>([
    [
      "a group that is mapped twice",
      (dag) => {
        const group = dag.taskGroup("group");
        group.expand([1], (inner) => void inner.empty("a"));
        group.expand([1], () => {});
      },
      'Group "group" is mapped already.',
    ],
    [
      "a group that has tasks already",
      (dag) => {
        const group = dag.taskGroup("group");
        group.empty("a");
        group.expand([1], () => {});
      },
      'Group "group" has tasks that are declared before it is mapped.',
    ],
    [
      "a wait for a mapped task",
      (dag) => {
        const mapped = new Dag("other").task("use", use).expand([1], (value) => ({ value }));
        dag.waitForTask("wait", mapped as never);
      },
      'Task "wait" waits for task "use", which is mapped. Wait for its group, or for a task that gathers',
    ],
    [
      "an element as text",
      (dag) => {
        dag
          .task("use", ({ input }: TaskArgs<{ key: string }>) => input.key)
          .expand(["a"], (item) => ({ key: `${item}.csv` }));
      },
      "A run-time expression was used as plain text",
    ],
  ])("%s", (_name, declare, message) => {
    expect(() => declare(new Dag("a"))).toThrow(message);
  });
});

describe("the build refuses", () => {
  test.each<[string, (dag: Dag) => void, string]>([
    [
      "a mapped task in a mapped group",
      (dag) => {
        dag.taskGroup("g").expand([1], (group) => {
          group.task("use", use).expand([1], (value) => ({ value }));
        });
      },
      'Task "g.use" is mapped, and in mapped group "g": Airflow maps no task within an instance.',
    ],
    [
      "a mapped group in another",
      (dag) => {
        dag.taskGroup("g").expand([1], (group) => {
          group.taskGroup("h").expand([1], (inner) => void inner.empty("x"));
        });
      },
      'Group "g.h" is mapped, and in mapped group "g": Airflow maps no group within another\'s instance.',
    ],
    [
      "a branch in a mapped group",
      (dag) => {
        dag.taskGroup("g").expand([1], (group) => {
          dag.if(group.task("decide", () => true)()).then(group.empty("x"));
        });
      },
      'Task "g.decide" is in mapped group "g" and decides which tasks run, which has no effect in Airflow 3.2',
    ],
    [
      "a rule that waits for nothing",
      (dag) => {
        dag
          .task("use", use, { triggerRule: "always" })
          .expand(variable.json<number[]>("x"), (value) => ({ value }));
      },
      'Task "use" is mapped with triggerRule "always", and has no list then.',
    ],
    [
      "a rule that may be met before there is a list",
      (dag) => {
        dag
          .task("use", use, { triggerRule: "one_success" })
          .expand(variable.json<number[]>("x"), (value) => ({ value }))
          .after(dag.empty("other"));
      },
      'Task "use" is mapped with triggerRule "one_success", which "other" may meet before there is a list;',
    ],
    [
      "the output of an instance outside of it",
      (dag) => {
        let leaked: { output: unknown } | undefined;
        dag.taskGroup("g").expand([1], (group, item) => {
          leaked = group.task("inner", { item }, ({ input }) => input.item);
        });
        dag.task("outer", ({ input }: Value) => input.value)({ value: leaked?.output as never });
      },
      'Task "outer" reads the output of "g.inner", of which each instance of mapped group "g" has one.',
    ],
    [
      "an element outside of what is mapped over the list",
      (dag) => {
        let leaked: unknown;
        dag.task("use", use).expand([1], (value) => {
          leaked = value;
          return { value };
        });
        dag.task("outer", ({ input }: Value) => input.value)({ value: leaked as never });
      },
      'Task "outer" uses the element of a list that another task or group is mapped over.',
    ],
    [
      "a task of another place as what a mapped group returns",
      (dag) => {
        const outer = dag.task("outer", () => 1)();
        const group = dag.taskGroup("g").expand([1], (inner) => {
          inner.empty("x");
          return outer;
        });
        dag.task("read", { all: group.output }, ({ input }) => input.all);
      },
      'Task "read" reads the outputs of the instances of "outer", which is not mapped.',
    ],
    [
      "a field that the elements' outputs do not have",
      (dag) => {
        const make = defineOperator({
          name: "Make",
          input: z.object({ value: z.int() }),
          output: z.object({ rows: z.int() }),
          run: () => ({ rows: 1 }),
        });
        const mapped = dag.task("make", make).expand([1], (value) => ({ value }));
        dag.task(
          "read",
          ({ input }: Value) => input.value,
        )({ value: (mapped.output[0] as never as { row: never }).row });
      },
      'Task "read" uses "row" of the output of "make". Its fields are: rows.',
    ],
    [
      "what the operator does not take",
      (dag) => {
        const take = defineOperator({
          name: "Take",
          input: z.object({ at: z.string(), limit: z.int().default(1) }),
          run: () => undefined,
        });
        dag.task("take", take).expand([1], (day) => ({ at: ds, limmit: day }));
      },
      'Task "take" is given input.limmit, which its operator does not know. Did you mean "limit"?',
    ],
  ])("%s", (_name, declare, message) => {
    const dag = new Dag("a");
    declare(dag);
    expect(dagProblems(dag).join("\n")).toContain(message);
  });

  test("a param that has the name of elements", () => {
    const dag = new Dag("a", { params: z.object({ windsock_item: z.string().default("") }) });
    dag.task("use", use).expand([1], (value) => ({ value }));
    expect(dagProblems(dag)).toEqual([
      expect.stringContaining('The DAG has a param "windsock_item", which is what mapped tasks get'),
    ]);
  });
});
